using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Ring;

/// <summary>One training of one seed.</summary>
internal sealed class Training(Device device, Recipe recipe, int steps, ulong seed) : IDisposable
{
    /// <summary>Samples that are judged, as many as in the literature.</summary>
    public const int Judged = 2_500;

    private readonly GanSession _session = new(device, recipe.Gan(steps, seed));

    public long Step => _session.Step;

    /// <summary>Takes one step on points of the data that were never seen before.</summary>
    public void Advance()
    {
        using Tensor real = Tensor.From(device, Scaled(Real(Step * Recipe.Batch, Recipe.Batch), recipe.Scale), new Shape(Recipe.Batch, 2));
        _session.Train(real, measure: false);
    }

    /// <summary>Points [count, 2] of the data.</summary>
    public float[] Real(long first, int count)
    {
        float[] points = new float[2 * count];
        recipe.Data.Sample(seed, first, points);
        return points;
    }

    /// <summary>Points [count, 2] of the averaged generator, in the data's own units; the same latents each time.</summary>
    public float[] Sample(int count)
    {
        using var scope = new TensorScope(device);
        var latents = new RandomSource(seed, GanStreams.SampleLatents);
        return Scaled(_session.Average.Forward(latents.Normal(device, new Shape(count, Recipe.Latent))).ToArray(), 1 / recipe.Scale);
    }

    /// <summary>The discriminator's logits at points [count, 2] in the data's own units.</summary>
    public float[] Judge(float[] points)
    {
        using var scope = new TensorScope(device);
        return _session.Discriminator.Forward(Tensor.From(device, Scaled(points, recipe.Scale), new Shape(points.Length / 2, 2))).ToArray();
    }

    public MixtureQuality Quality() => MixtureQuality.Of(recipe.Data, Sample(Judged));

    public void Dispose() => _session.Dispose();

    private static float[] Scaled(float[] points, float factor) => [.. points.Select(value => value * factor)];
}
