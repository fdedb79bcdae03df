using ScratchGan.Data;

namespace ScratchGan.Examples.Ring;

/// <summary>
/// A square of the plane: behind, σ(D(x) − the mean logit of real and generated points) from blue over white to orange; before it real points, dark and small,
/// and generated ones, violet. Only the difference of two logits means anything to a relativistic discriminator, hence the mean.
/// </summary>
internal sealed class Picture
{
    /// <summary>Pixels a side.</summary>
    public const int Side = 320;

    /// <summary>Points of either kind.</summary>
    private const int Points = 1_000;

    /// <summary>The square is this much wider than the modes.</summary>
    private const float Margin = 1.35f;

    private static readonly float[] Orange = [246, 153, 63], Blue = [74, 134, 216], White = [250, 250, 248], Dark = [44, 62, 52], Violet = [146, 40, 170];
    private readonly float _extent;
    private readonly float[] _pixels = new float[3 * Side * Side];

    private Picture(GaussianMixture data) => _extent = Margin * data.Modes.Max(mode => Math.Max(Math.Abs(mode.X), Math.Abs(mode.Y)));

    /// <summary>Interleaved bytes, red, green and blue.</summary>
    public static byte[] Of(Training training, GaussianMixture data)
    {
        var picture = new Picture(data);
        float[] real = training.Real(first: 0, Points), generated = training.Sample(Points);
        picture.Map(training, training.Judge([.. real, .. generated]).Average());
        picture.Scatter(real, Dark, radius: 1.3f);
        picture.Scatter(generated, Violet, radius: 1.9f);
        return [.. picture._pixels.Select(value => (byte)(Math.Clamp(value, 0f, 255f) + 0.5f))];
    }

    private void Map(Training training, float middle)
    {
        float[] places = new float[2 * Side * Side];
        for (int pixel = 0; pixel < Side * Side; pixel++)
        {
            places[2 * pixel] = _extent * (2 * (pixel % Side + 0.5f) / Side - 1);
            places[2 * pixel + 1] = -_extent * (2 * (pixel / Side + 0.5f) / Side - 1);
        }
        float[] logits = training.Judge(places);
        for (int pixel = 0; pixel < logits.Length; pixel++)
        {
            // σ as 2·probability − 1 in (−1, 1): the share of the colour.
            float share = MathF.Tanh(0.5f * (logits[pixel] - middle));
            float[] colour = share > 0 ? Orange : Blue;
            for (int channel = 0; channel < 3; channel++)
                _pixels[3 * pixel + channel] = White[channel] + 0.75f * Math.Abs(share) * (colour[channel] - White[channel]);
        }
    }

    /// <summary>Discs with antialiased edges.</summary>
    private void Scatter(float[] points, float[] colour, float radius)
    {
        for (int i = 0; i < points.Length; i += 2)
        {
            float centreX = (points[i] / _extent + 1) * Side / 2, centreY = (1 - points[i + 1] / _extent) * Side / 2;
            int reach = (int)radius + 2;
            for (int y = Math.Max(0, (int)centreY - reach); y < Math.Min(Side, (int)centreY + reach); y++)
                for (int x = Math.Max(0, (int)centreX - reach); x < Math.Min(Side, (int)centreX + reach); x++)
                {
                    float cover = 0.7f * Math.Clamp(radius + 0.5f - float.Hypot(x + 0.5f - centreX, y + 0.5f - centreY), 0f, 1f);
                    for (int channel = 0; channel < 3; channel++)
                    {
                        ref float pixel = ref _pixels[3 * (y * Side + x) + channel];
                        pixel += cover * (colour[channel] - pixel);
                    }
                }
        }
    }
}
