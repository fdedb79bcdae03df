namespace ScratchGan.Tests.Gan.Models.Reference;

/// <summary>Doubles [N, C, …], row-major, and what the references do with them from their formulas, sharing no code with the engine.</summary>
internal sealed class PlainTensor(double[] values, params int[] shape)
{
    private const double Epsilon = 1e-5f;

    public double[] Values => values;

    public int[] Shape => shape;

    /// <summary>H·W of an image, 1 of a row.</summary>
    public int Places => values.Length / (shape[0] * shape[1]);

    public static PlainTensor operator +(PlainTensor left, PlainTensor right) => new([.. left.Values.Zip(right.Values, (a, b) => a + b)], left.Shape);

    public PlainTensor Map(Func<double, double> function) => new([.. values.Select(function)], shape);

    /// <summary>f(n, c, x) of each element x.</summary>
    public PlainTensor Each(Func<int, int, double, double> function) => new([.. values.Select((x, i) => function(Sample(i), Channel(i), x))], shape);

    /// <summary>(x − μ)/√(σ² + ε), μ and σ² over the elements that belong together: (_, c) → c for batch, (n, _) → n for layer normalisation.</summary>
    public PlainTensor Normalized(Func<int, int, int> group)
    {
        double[] mean = Means(group);
        PlainTensor centred = Each((n, c, x) => x - mean[group(n, c)]);
        double[] variance = centred.Map(x => x * x).Means(group);
        return centred.Each((n, c, x) => x / Math.Sqrt(variance[group(n, c)] + Epsilon));
    }

    /// <summary>The same with known statistics of the channels.</summary>
    public PlainTensor Normalized(double[] mean, double[] variance) => Each((_, c, x) => (x - mean[c]) / Math.Sqrt(variance[c] + Epsilon));

    /// <summary>[N, C, …] → [N, C·…].</summary>
    public PlainTensor Flat() => new(values, shape[0], values.Length / shape[0]);

    /// <summary>The elements in the same order under another shape.</summary>
    public PlainTensor As(params int[] other) => new(values, other);

    /// <summary>[N, C, …] and a number for each sample and new channel → [N, C + extra, …].</summary>
    public PlainTensor WithChannels(int extra, Func<int, int, double> value)
    {
        int channels = shape[1] + extra;
        double[] result = new double[shape[0] * channels * Places];
        for (int i = 0; i < result.Length; i++)
        {
            (int n, int c) = (i / Places / channels, i / Places % channels);
            result[i] = c < shape[1] ? values[(n * shape[1] + c) * Places + i % Places] : value(n, c - shape[1]);
        }
        return new PlainTensor(result, [shape[0], channels, .. shape[2..]]);
    }

    /// <summary>[N, C, H, W] → [N, C].</summary>
    public PlainTensor SumOfPlaces() => new([.. values.Chunk(Places).Select(plane => plane.Sum())], shape[0], shape[1]);

    private int Sample(int i) => i / Places / shape[1];

    private int Channel(int i) => i / Places % shape[1];

    private double[] Means(Func<int, int, int> group)
    {
        double[] sums = new double[Math.Max(shape[0], shape[1])];
        int[] counts = new int[sums.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int at = group(Sample(i), Channel(i));
            sums[at] += values[i];
            counts[at]++;
        }
        return [.. sums.Zip(counts, (sum, count) => sum / count)];
    }
}
