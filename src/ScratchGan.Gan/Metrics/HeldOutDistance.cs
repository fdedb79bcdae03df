using ScratchGan.Data;

namespace ScratchGan.Gan.Metrics;

/// <summary>
/// How far drawn images are from real ones that were kept out of the training: their sliced Wasserstein distance on reduced pixels (<see
/// cref="SlicedWasserstein"/>). Needs no labels and no network, and takes milliseconds, so it can say which checkpoint is the best.
/// </summary>
public sealed class HeldOutDistance
{
    /// <summary>Images on each side, where there are as many.</summary>
    public const int UsualCount = 256;

    private const int Fewest = 10;
    private readonly PixelFeatures _pixels;
    private readonly ImageShape _shape;
    private readonly FeatureSet _reference;

    private HeldOutDistance(ImageShape shape, PixelFeatures pixels, FeatureSet reference, FeatureSet fresh)
    {
        (_shape, _pixels, _reference) = (shape, pixels, reference);
        Floor = SlicedWasserstein.Between(reference, fresh);
    }

    /// <summary>Images that are to be drawn for a measurement.</summary>
    public int Count => _reference.Count;

    /// <summary>Training images against the held-out ones: what nobody can be expected to better.</summary>
    public double Floor { get; }

    /// <param name="seed">decides which images are taken</param>
    /// <exception cref="MetricException">there are too few images</exception>
    public static HeldOutDistance Create(Dataset heldOut, Dataset training, ulong seed)
    {
        int count = Math.Min(UsualCount, Math.Min(heldOut.Count, training.Count));
        if (count < Fewest)
            throw new MetricException($"sliced Wasserstein distance: expected at least {Fewest} images, found {count}");
        var pixels = PixelFeatures.Reduced(heldOut.Shape);
        return new HeldOutDistance(heldOut.Shape, pixels, pixels.Extract(Drawn(heldOut, count, seed)), pixels.Extract(Drawn(training, count, seed)));
    }

    /// <summary>The distance of <see cref="Count"/> images [count, C, H, W] in [−1, 1].</summary>
    /// <exception cref="DataException">an image holds a number that is NaN or infinite</exception>
    public double Of(ReadOnlySpan<float> images) =>
        SlicedWasserstein.Between(_reference, _pixels.Extract(MemoryDataset.OfValues("samples", _shape, images)));

    private static MemoryDataset Drawn(Dataset images, int count, ulong seed)
    {
        float[] values = new float[count * images.Shape.Count];
        new Batches(images, count, seed).Next(values, new int[count]);
        return MemoryDataset.OfValues(images.Name, images.Shape, values);
    }
}
