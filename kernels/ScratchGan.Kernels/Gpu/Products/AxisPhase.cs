using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>One phase along one axis of a transposed convolution; letters as in <see cref="PhaseAxis"/>.</summary>
/// <param name="tapDivisor">divides by the number of taps when there are any</param>
public readonly struct AxisPhase(int residue, int firstTap, int taps, FastDivisor tapDivisor, int firstRead, FastDivisor positions)
{
    /// <summary>ρ.</summary>
    public int Residue { get; } = residue;

    /// <summary>i₀.</summary>
    public int FirstTap { get; } = firstTap;

    /// <summary>Taps that hit this phase, possibly none.</summary>
    public int Taps { get; } = taps;

    public FastDivisor TapDivisor { get; } = tapDivisor;

    /// <summary>p₀: the pixel that position 0 reads through tap i₀, possibly outside the image.</summary>
    public int FirstRead { get; } = firstRead;

    /// <summary>Positions u.</summary>
    public FastDivisor Positions { get; } = positions;
}
