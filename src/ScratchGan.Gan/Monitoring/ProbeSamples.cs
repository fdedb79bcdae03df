using ScratchGan.Data;
using ScratchGan.Engine;

namespace ScratchGan.Gan.Monitoring;

/// <summary>The real samples that a <see cref="Probe"/> looks at, always the same.</summary>
/// <param name="Shape">of the samples of either kind: [count, …]</param>
/// <param name="Training">samples that are trained on</param>
/// <param name="HeldOut">samples that the discriminator never sees</param>
public sealed record ProbeSamples(Shape Shape, float[] Training, float[] HeldOut)
{
    /// <summary>How many a probe needs of either kind.</summary>
    public const int Count = 32;

    /// <summary>How many it generates.</summary>
    internal const int Grid = 32;

    /// <summary>At how many of a kind it measures the discriminator's slope.</summary>
    internal const int Steep = 16;

    /// <param name="seed">decides which images are taken</param>
    public static ProbeSamples Of(Dataset training, Dataset heldOut, ulong seed)
    {
        var shape = new Shape(Count, training.Shape.Channels, training.Shape.Height, training.Shape.Width);
        return new ProbeSamples(shape, Drawn(training), Drawn(heldOut));

        float[] Drawn(Dataset images)
        {
            float[] values = new float[shape.Count];
            new Batches(images, Count, seed).Next(values, new int[Count]);
            return values;
        }
    }
}
