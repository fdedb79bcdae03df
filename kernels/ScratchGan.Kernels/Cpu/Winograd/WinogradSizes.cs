using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// A convolution of stride s as s² correlations of stride 1, each with r = I/s taps a side: phase ρ of an image is every s-th pixel, from ρ on. Writing the tap
/// i = s·i′ + ρ,
/// <para>y[p] = Σ x[s·(p + i′) + ρ − a] · w[s·i′ + ρ] over ρ and i′: phases are summed, like more channels.</para>
/// A tile of m × m positions of the small image sees a window of e × e pixels in each phase, e = m + r − 1. The windows of a tile interleave: together they are
/// one square of s·e pixels a side, and the next tile's begins s·m pixels further on.
/// </summary>
internal readonly record struct WinogradSizes
{
    public WinogradSizes(in ConvolutionGeometry geometry, int outputs)
    {
        Geometry = geometry;
        Outputs = outputs;
        Rows = ProductPlan.Divide(geometry.P, outputs);
        Columns = ProductPlan.Divide(geometry.Q, outputs);
    }

    public ConvolutionGeometry Geometry { get; }

    /// <summary>m: positions along one side of a tile.</summary>
    public int Outputs { get; }

    /// <summary>Rows of tiles that cover the small image.</summary>
    public int Rows { get; }

    /// <summary>Columns of tiles that cover the small image.</summary>
    public int Columns { get; }

    /// <summary>s²</summary>
    public int Phases => Geometry.Stride * Geometry.Stride;

    /// <summary>Pixels of the big image between two tiles.</summary>
    public int Step => Geometry.Stride * Outputs;

    /// <summary>Pixels that the windows of so many neighbouring tiles cover along one side, the first at −a.</summary>
    public int Window(int tiles) => Step * (tiles - 1) + Geometry.Stride * (Outputs - 1) + Geometry.I;

    /// <summary>Rows, from −a on, that hold all windows and the whole image.</summary>
    public int AllRows => Math.Max(Window(Rows), Geometry.H + Geometry.Padding);

    /// <summary>Columns, from −a on, that hold all windows and the whole image.</summary>
    public int AllColumns => Math.Max(Window(Columns), Geometry.W + Geometry.Padding);
}
