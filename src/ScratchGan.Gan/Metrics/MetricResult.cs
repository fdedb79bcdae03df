namespace ScratchGan.Gan.Metrics;

/// <summary>Which way a metric is better.</summary>
public enum Better
{
    Lower,
    Higher,
}

/// <summary>A number about generated data, and the same number about as many fresh real data: what nobody can be expected to better.</summary>
/// <param name="Name">what was measured, in which feature space</param>
/// <param name="Floor">real against real; for a metric that is better higher, its ceiling</param>
public sealed record MetricResult(string Name, double Value, double Floor, Better Better);
