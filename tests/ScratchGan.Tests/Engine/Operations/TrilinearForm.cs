using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>
/// T(x, w, g) = Σ x[n, c, s·p + d·i − a, s·q + d·j − a] · w[f, c mod C/groups, i, j] · g[n, f, p, q], written out once as the list of its terms;
/// the convolution trio is the sum of the products of two of the three, gathered where the third stands.
/// </summary>
internal sealed class TrilinearForm
{
    private readonly List<(int X, int W, int G)> _terms = [];

    public TrilinearForm(ConvolutionGeometry t)
    {
        Geometry = t;
        (int channels, int filters) = (t.C / t.Groups, t.F / t.Groups);
        for (int n = 0; n < t.N; n++)
            for (int f = 0; f < t.F; f++)
                for (int c = f / filters * channels; c < (f / filters + 1) * channels; c++)
                    for (int p = 0; p < t.P; p++)
                        for (int q = 0; q < t.Q; q++)
                            for (int i = 0; i < t.I; i++)
                                for (int j = 0; j < t.J; j++)
                                    AddTerm(n, f, c, p, q, i, j);
    }

    public ConvolutionGeometry Geometry { get; }

    public int[] X => [Geometry.N, Geometry.C, Geometry.H, Geometry.W];

    public int[] W => [Geometry.F, Geometry.C / Geometry.Groups, Geometry.I, Geometry.J];

    public int[] G => [Geometry.N, Geometry.F, Geometry.P, Geometry.Q];

    /// <summary>Terms of the longest sum of any of the three.</summary>
    public int LongestSum => new[] { _terms.CountBy(t => t.X), _terms.CountBy(t => t.W), _terms.CountBy(t => t.G) }.Max(counts => counts.Max(count => count.Value));

    /// <summary>∂T/∂g.</summary>
    public double[] Convolution(double[] x, double[] w)
    {
        double[] y = new double[Count(G)];
        foreach ((int atX, int atW, int atG) in _terms)
            y[atG] += x[atX] * w[atW];
        return y;
    }

    /// <summary>∂T/∂x.</summary>
    public double[] Transpose(double[] g, double[] w)
    {
        double[] x = new double[Count(X)];
        foreach ((int atX, int atW, int atG) in _terms)
            x[atX] += g[atG] * w[atW];
        return x;
    }

    /// <summary>∂T/∂w.</summary>
    public double[] WeightGradient(double[] x, double[] g)
    {
        double[] w = new double[Count(W)];
        foreach ((int atX, int atW, int atG) in _terms)
            w[atW] += x[atX] * g[atG];
        return w;
    }

    private void AddTerm(int n, int f, int c, int p, int q, int i, int j)
    {
        ConvolutionGeometry t = Geometry;
        int row = t.Stride * p + t.Dilation * i - t.Padding;
        int column = t.Stride * q + t.Dilation * j - t.Padding;
        if (row < 0 || row >= t.H || column < 0 || column >= t.W)
            return;
        int channels = t.C / t.Groups;
        _terms.Add((
            ((n * t.C + c) * t.H + row) * t.W + column,
            ((f * channels + c % channels) * t.I + i) * t.J + j,
            ((n * t.F + f) * t.P + p) * t.Q + q));
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, size) => product * size);
}
