using ScratchGan.Data;

namespace ScratchGan.Gan.Metrics;

/// <summary>
/// Stacked MNIST (Srivastava et al. 2017; Lin et al. 2018): a classifier of grey digits reads red, green and blue of each image as a number of three digits.
/// Modes found are <see cref="ClassHistogram.Found"/>, the published KL is <see cref="ClassHistogram.KlFromUniform"/>. For N real images the KL is about
/// 999/2N: 0.019 for 26,000, and a little more with a classifier that errs.
/// </summary>
public static class StackedModes
{
    private const int Digits = 10;
    private const int Colours = 3;

    /// <exception cref="MetricException">the images have not three channels, or the classifier is not one of ten classes and grey images of that
    /// size</exception>
    public static ClassHistogram Count(FeatureClassifier digits, Dataset images)
    {
        if (images.Shape.Channels != Colours || digits.Origin.ClassNames.Count != Digits)
            throw new MetricException(
                $"{images.Name}: expected images of three channels and a classifier of {Digits} digits, found {images.Shape} and {digits.Origin.ClassNames.Count} classes");
        int[][] read = [.. Channels(images).Select(digits.Predict)];
        return ClassHistogram.Of(Enumerable.Range(0, images.Count).Select(i => (read[0][i] * Digits + read[1][i]) * Digits + read[2][i]),
            Digits * Digits * Digits);
    }

    /// <summary>Red, green and blue as grey images.</summary>
    internal static IEnumerable<MemoryDataset> Channels(Dataset images)
    {
        if (images.Shape.Channels != Colours)
            throw new MetricException($"{images.Name}: expected images of three channels, found {images.Shape}");
        return Enumerable.Range(0, Colours).Select(channel => Channel(images, channel));
    }

    private static MemoryDataset Channel(Dataset images, int channel)
    {
        byte[] image = new byte[images.Shape.Count], pixels = new byte[images.Count * images.Shape.Area];
        for (int i = 0; i < images.Count; i++)
        {
            images.Read(i, image);
            image.AsSpan(channel * images.Shape.Area, images.Shape.Area).CopyTo(pixels.AsSpan(i * images.Shape.Area));
        }
        return new MemoryDataset(images.Name, images.Shape with { Channels = 1 }, pixels);
    }
}
