namespace ScratchGan.Gan.Metrics;

/// <summary>Points [count, dimensions] in a named feature space; all of them are finite.</summary>
public sealed class FeatureSet
{
    private readonly float[] _values;

    /// <param name="space">whose features: only sets of one space are compared</param>
    /// <exception cref="MetricException">a number is NaN or infinite, or the last row is not whole</exception>
    public FeatureSet(string space, int dimensions, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (values.Length % dimensions != 0)
            throw new MetricException($"{space}: expected rows of {dimensions} numbers, found {values.Length} numbers");
        int wrong = Array.FindIndex(values, value => !float.IsFinite(value));
        if (wrong >= 0)
            throw new MetricException($"{space}: expected finite features, found {values[wrong]} in row {wrong / dimensions}");
        Space = space;
        Dimensions = dimensions;
        _values = values;
    }

    public string Space { get; }

    public int Dimensions { get; }

    public int Count => _values.Length / Dimensions;

    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Dimensions, Dimensions);
}
