using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>A <see cref="ConvolutionGeometry"/> whose sizes a kernel can divide by, for the kernels that take the formulas as they stand.</summary>
public readonly struct ConvolutionSizes(in ConvolutionGeometry geometry)
{
    public int N { get; } = geometry.N;

    public FastDivisor C { get; } = new(geometry.C);

    public FastDivisor H { get; } = new(geometry.H);

    public FastDivisor W { get; } = new(geometry.W);

    public FastDivisor F { get; } = new(geometry.F);

    public FastDivisor P { get; } = new(geometry.P);

    public FastDivisor Q { get; } = new(geometry.Q);

    public FastDivisor I { get; } = new(geometry.I);

    public FastDivisor J { get; } = new(geometry.J);

    public FastDivisor Stride { get; } = new(geometry.Stride);

    public int Padding { get; } = geometry.Padding;

    public int Dilation { get; } = geometry.Dilation;

    public FastDivisor ChannelsPerGroup { get; } = new(geometry.ChannelsPerGroup);

    public FastDivisor FiltersPerGroup { get; } = new(geometry.FiltersPerGroup);

    /// <summary>Where x[n, c, h, v] stands.</summary>
    public int BigImage(int n, int c, int h, int v) => ((n * C.Divisor + c) * H.Divisor + h) * W.Divisor + v;

    /// <summary>Where g[n, f, p, q] stands.</summary>
    public int SmallImage(int n, int f, int p, int q) => ((n * F.Divisor + f) * P.Divisor + p) * Q.Divisor + q;

    /// <summary>Where w[f, c, i, j] stands, c counted within the group.</summary>
    public int Weight(int f, int c, int i, int j) => ((f * ChannelsPerGroup.Divisor + c) * I.Divisor + i) * J.Divisor + j;
}
