using ScratchGan.Data;

namespace ScratchGan.Gan.Metrics;

/// <summary>
/// The pixels themselves, in [−1, 1], or the means of blocks of factor × factor of them: no network has a say, and no network is needed.
/// </summary>
public sealed class PixelFeatures : IFeatureExtractor
{
    /// <summary>What is enough to recognise a copy.</summary>
    private const int EnoughSide = 16;

    private readonly ImageShape _images;
    private readonly ImageShape _reduced;
    private readonly int _factor;

    public PixelFeatures(ImageShape images, int factor = 1)
    {
        if (factor < 1 || images.Width % factor != 0 || images.Height % factor != 0)
            throw new ArgumentException($"expected a factor that divides {images}, found {factor}");
        (_images, _factor) = (images, factor);
        _reduced = new ImageShape(images.Channels, images.Height / factor, images.Width / factor);
    }

    public string Name => $"pixels {_reduced}";

    /// <summary>Reduced as far as at least 16 pixels a side are left.</summary>
    public static PixelFeatures Reduced(ImageShape images)
    {
        int factor = Math.Max(1, Math.Min(images.Width, images.Height) / EnoughSide);
        while (images.Width % factor != 0 || images.Height % factor != 0)
            factor--;
        return new PixelFeatures(images, factor);
    }

    /// <exception cref="MetricException">the images are of another shape</exception>
    public FeatureSet Extract(Dataset images)
    {
        if (images.Shape != _images)
            throw new MetricException($"{images.Name}: expected images of {_images}, found {images.Shape}");
        float[] values = new float[images.Count * _reduced.Count];
        byte[] levels = new byte[_images.Count];
        for (int i = 0; i < images.Count; i++)
        {
            images.Read(i, levels);
            Reduce(levels, values.AsSpan(i * _reduced.Count, _reduced.Count));
        }
        return new FeatureSet(Name, _reduced.Count, values);
    }

    private void Reduce(byte[] levels, Span<float> means)
    {
        for (int place = 0; place < means.Length; place++)
        {
            int row = place / _reduced.Width * _factor, column = place % _reduced.Width * _factor;
            float sum = 0;
            for (int y = row; y < row + _factor; y++)
                for (int x = column; x < column + _factor; x++)
                    sum += PixelRange.ToFloat(levels[y * _images.Width + x]);
            means[place] = sum / (_factor * _factor);
        }
    }
}
