using ScratchGan.Gan.Metrics;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Tests.Gan.Metrics;

/// <summary>Sets with known distributions.</summary>
internal static class Points
{
    public const string Space = "plain";

    /// <summary>Independent normal coordinates with the given means and one deviation.</summary>
    public static FeatureSet Normal(ulong stream, int count, double[] mean, double deviation = 1)
    {
        var random = new PhiloxSequence(seed: 7, stream);
        float[] values = new float[count * mean.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(mean[i % mean.Length] + deviation * random.NextNormal());
        return new FeatureSet(Space, mean.Length, values);
    }

    public static FeatureSet Of(int dimensions, params float[] values) => new(Space, dimensions, values);

    /// <summary>All points plus a vector.</summary>
    public static FeatureSet Shifted(FeatureSet set, params float[] by)
        => new(set.Space, set.Dimensions, [.. Enumerable.Range(0, set.Count).SelectMany(i => set[i].ToArray().Select((value, j) => value + by[j]))]);
}
