using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// A convolution of stride s as s² correlations of stride 1, each with r = I/s taps a side. Phase ρ of an image is every s-th pixel, from ρ on; writing the tap
/// i = s·i′ + ρ,
/// <para>y[p] = Σ x[s·(p + i′) + ρ − a] · w[s·i′ + ρ] over ρ and i′: the phases are summed, like more channels;</para>
/// <para>x[s·u + ρ − a] = Σ g[u − i′] · w[s·i′ + ρ] over i′: each phase of the transposed convolution is a correlation of its own, with taps reversed.</para>
/// </summary>
/// <param name="Geometry">of the convolution</param>
/// <param name="Outputs">m: outputs along one side of a tile</param>
/// <param name="Transposed">the small image g is read, and the phases are those of the result</param>
internal readonly record struct WinogradSizes(ConvolutionGeometry Geometry, int Outputs, bool Transposed)
{
    /// <summary>s: phases along one side.</summary>
    public int Stride => Geometry.Stride;

    /// <summary>r: taps along one side, in each phase.</summary>
    public int Taps => Geometry.I / Geometry.Stride;

    /// <summary>Steps between two pixels of a window.</summary>
    public int PixelStep => Transposed ? 1 : Geometry.Stride;

    /// <summary>Rows and columns of tiles that cover the outputs (of the phase with most of them).</summary>
    public (int Rows, int Columns) Tiles => Transposed
        ? (Count(ProductPlan.Divide(Geometry.H, Stride)), Count(ProductPlan.Divide(Geometry.W, Stride)))
        : (Count(Geometry.P), Count(Geometry.Q));

    /// <summary>Pixels between the windows of two tiles.</summary>
    public int TileStep => Outputs * PixelStep;

    /// <summary>
    /// Row (or column) of the first pixel of the first window of a phase: ρ − a where the big image is read. Where it is written, the first u with a pixel inside
    /// is ⌈(a − ρ)/s⌉, and its window begins r − 1 pixels before.
    /// </summary>
    public int FirstPixel(int phase) => Transposed ? FirstOutput(phase) - (Taps - 1) : phase - Geometry.Padding;

    /// <summary>The first of all phases' windows.</summary>
    public int First => Transposed ? FirstPixel(Stride - 1) : FirstPixel(0);

    /// <summary>Pixels from the first one of all windows of one tile to the last, for windows of e pixels.</summary>
    public int Span(int points) => (Transposed ? FirstPixel(0) : FirstPixel(Stride - 1)) - First + PixelStep * (points - 1) + 1;

    /// <summary>Where the first pixel of a phase of the result lies: s·u + ρ − a for the first u that is inside, 0 … s − 1.</summary>
    public int FirstPlace(int phase) => Stride * FirstOutput(phase) + phase - Geometry.Padding;

    /// <summary>Rounds up to an odd number of cache lines, so that neighbours at this distance never share a set of the cache.</summary>
    public static nint Odd(long floats)
    {
        const int line = 16;
        long lines = (floats + line - 1) / line;
        return (nint)((lines | 1) * line);
    }

    private int Count(int outputs) => ProductPlan.Divide(outputs, Outputs);

    /// <summary>⌈(a − ρ)/s⌉; a ≥ 0 and ρ &lt; s, so the numerator is above −s.</summary>
    private int FirstOutput(int phase) => (Geometry.Padding - phase + Stride - 1) / Stride;
}
