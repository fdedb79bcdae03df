using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Tests.Kernels.Cpu;

/// <summary>One convolution's arguments, and the three kernels of <see cref="ConvolutionGeometry"/> in double precision: every term of T(x, w, g) is visited once.</summary>
internal sealed class ConvolutionReference
{
    public ConvolutionReference(ConvolutionGeometry geometry, int seed = 1)
    {
        Geometry = geometry;
        X = FloatBuffer.Random((long)geometry.N * geometry.C * geometry.H * geometry.W, seed).ToArray();
        W = FloatBuffer.Random((long)geometry.F * geometry.Taps, seed + 1).ToArray();
        G = FloatBuffer.Random((long)geometry.N * geometry.F * geometry.P * geometry.Q, seed + 2).ToArray();
        Convolution = new SumOfProducts(G.Length);
        Transpose = new SumOfProducts(X.Length);
        WeightGradient = new SumOfProducts(W.Length);
        for (int n = 0; n < geometry.N; n++)
            for (int f = 0; f < geometry.F; f++)
                for (int p = 0; p < geometry.P; p++)
                    for (int q = 0; q < geometry.Q; q++)
                        for (int tap = 0; tap < geometry.Taps; tap++)
                            Visit(n, f, p, q, tap / (geometry.I * geometry.J), tap / geometry.J % geometry.I, tap % geometry.J);
    }

    public ConvolutionGeometry Geometry { get; }

    public float[] X { get; }

    public float[] W { get; }

    public float[] G { get; }

    public SumOfProducts Convolution { get; }

    public SumOfProducts Transpose { get; }

    public SumOfProducts WeightGradient { get; }

    private void Visit(int n, int f, int p, int q, int c, int i, int j)
    {
        int h = Geometry.Stride * p + Geometry.Dilation * i - Geometry.Padding;
        int v = Geometry.Stride * q + Geometry.Dilation * j - Geometry.Padding;
        if (h < 0 || h >= Geometry.H || v < 0 || v >= Geometry.W)
            return;
        int channel = f / Geometry.FiltersPerGroup * Geometry.ChannelsPerGroup + c;
        long x = (((long)n * Geometry.C + channel) * Geometry.H + h) * Geometry.W + v;
        long w = (((long)f * Geometry.ChannelsPerGroup + c) * Geometry.I + i) * Geometry.J + j;
        long g = (((long)n * Geometry.F + f) * Geometry.P + p) * Geometry.Q + q;
        Convolution.Add(g, X[x], W[w]);
        Transpose.Add(x, G[g], W[w]);
        WeightGradient.Add(w, X[x], G[g]);
    }
}
