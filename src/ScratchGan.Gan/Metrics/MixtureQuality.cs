using ScratchGan.Data;

namespace ScratchGan.Gan.Metrics;

/// <summary>
/// Points against a mixture of Gaussians with known modes (Srivastava et al. 2017; Lin et al. 2018): a point within three deviations of its nearest mode is of
/// high quality, a mode with such a point is found, and the reverse KL is that of the high-quality points over the modes from equal shares.
/// </summary>
/// <param name="HighQuality">share of the points; of the data itself 1 − e^(−9/2) = 98.9 %</param>
/// <param name="ReverseKl">in nats; infinite when no point is of high quality</param>
public readonly record struct MixtureQuality(int Modes, double HighQuality, double ReverseKl)
{
    /// <summary>Three deviations.</summary>
    public const double Reach = 3;

    /// <param name="points">[count, 2] coordinates</param>
    /// <exception cref="MetricException">fewer points than modes, or a coordinate that is no number</exception>
    public static MixtureQuality Of(GaussianMixture mixture, ReadOnlySpan<float> points)
    {
        int modes = mixture.Modes.Count;
        if (points.Length % 2 != 0 || points.Length / 2 < modes)
            throw new MetricException($"mixture quality: expected at least {modes} points, one a mode, found {points.Length / 2.0:0.#}");
        int[] hits = new int[modes];
        for (int i = 0; i < points.Length; i += 2)
        {
            if (!float.IsFinite(points[i]) || !float.IsFinite(points[i + 1]))
                throw new MetricException($"mixture quality: expected finite coordinates, found ({points[i]}, {points[i + 1]}) as point {i / 2}");
            (int mode, double distance) = Nearest(mixture, points[i], points[i + 1]);
            if (distance < Reach * mixture.Deviation)
                hits[mode]++;
        }
        double high = hits.Sum(), kl = high == 0 ? double.PositiveInfinity : 0;
        foreach (int count in hits)
            if (count > 0)
                kl += count / high * Math.Log(count * modes / high);
        return new MixtureQuality(hits.Count(count => count > 0), high / (points.Length / 2), kl);
    }

    /// <summary>The three numbers, each beside what as many points of the mixture itself give.</summary>
    public static IReadOnlyList<MetricResult> Compare(GaussianMixture mixture, ReadOnlySpan<float> points, ulong seed = 1)
    {
        float[] fresh = new float[points.Length];
        mixture.Sample(seed, first: 0, fresh);
        MixtureQuality value = Of(mixture, points), floor = Of(mixture, fresh);
        return
        [
            new("modes", value.Modes, floor.Modes, Better.Higher), new("high quality", value.HighQuality, floor.HighQuality, Better.Higher),
            new("reverse KL", value.ReverseKl, floor.ReverseKl, Better.Lower),
        ];
    }

    private static (int Mode, double Distance) Nearest(GaussianMixture mixture, double x, double y)
    {
        (int nearest, double least) = (0, double.PositiveInfinity);
        for (int mode = 0; mode < mixture.Modes.Count; mode++)
        {
            double dx = x - mixture.Modes[mode].X, dy = y - mixture.Modes[mode].Y, distance = dx * dx + dy * dy;
            if (distance < least)
                (nearest, least) = (mode, distance);
        }
        return (nearest, Math.Sqrt(least));
    }
}
