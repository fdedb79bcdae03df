using ILGPU.Util;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

// h pixel of the big image, ρ its residue modulo s, u its position in the phase: h = s·u + ρ; i tap of the kernel; p pixel of the small image;
// s stride, a padding, d dilation, γ the greatest common divisor of s and d.

/// <summary>
/// One axis of a transposed convolution, cut into the phases h = s·u + ρ, 0 ≤ ρ &lt; min(s, H).
/// <para>
/// Tap i reaches pixel h from pixel p where s·p + d·i − a = h, so d·i must be ρ + a modulo s. That has solutions when γ divides ρ + a: the first is
/// i₀ = (ρ + a)/γ · (d/γ)⁻¹ modulo s/γ, and the others follow s/γ apart. So the taps of a phase are i₀ + t·s/γ, t = 0, 1, …, and tap t reads pixel
/// p = u + p₀ − t·d/γ with p₀ = (ρ + a − d·i₀) / s. Every phase is a convolution of stride 1 with only the taps that hit it; all phases together use each
/// tap once, so that nothing is multiplied with an inserted zero. PhaseAxisTests.
/// </para>
/// </summary>
public readonly struct PhaseAxis
{
    private readonly int _padding;
    private readonly int _dilation;
    private readonly int _kernel;
    private readonly int _size;
    private readonly int _inverse;
    private readonly FastDivisor _stride;
    private readonly FastDivisor _common;
    private readonly FastDivisor _tapStep;
    private readonly FastDivisor _longTaps;
    private readonly FastDivisor _shortTaps;
    private readonly FastDivisor _longPositions;
    private readonly FastDivisor _shortPositions;

    public PhaseAxis(int size, int kernel, int stride, int padding, int dilation)
    {
        int common = GreatestCommonDivisor(stride, dilation);
        int tapStep = stride / common;
        ReadStep = dilation / common;
        Count = Math.Min(stride, size);
        _padding = padding;
        _dilation = dilation;
        _kernel = kernel;
        _size = size;
        _inverse = Inverse(ReadStep, tapStep);
        _stride = new FastDivisor(stride);
        _common = new FastDivisor(common);
        _tapStep = new FastDivisor(tapStep);
        // A phase has one of two numbers of taps, and of positions, so that a kernel need not divide by a number of its own. No division by the lower one if 0.
        _longTaps = new FastDivisor((kernel + tapStep - 1) / tapStep);
        _shortTaps = new FastDivisor(Math.Max(1, kernel / tapStep));
        _longPositions = new FastDivisor((size + stride - 1) / stride);
        _shortPositions = new FastDivisor(Math.Max(1, size / stride));
    }

    /// <summary>s/γ: taps of the kernel from one tap of a phase to the next.</summary>
    public int TapStep => _tapStep.Divisor;

    /// <summary>d/γ: pixels of the small image from one tap of a phase back to the next.</summary>
    public int ReadStep { get; }

    /// <summary>Phases.</summary>
    public int Count { get; }

    /// <summary>s.</summary>
    public int Stride => _stride.Divisor;

    /// <summary>The most taps that a phase can have.</summary>
    public int MostTaps => _longTaps.Divisor;

    /// <summary>The most positions that a phase can have.</summary>
    public int MostPositions => _longPositions.Divisor;

    /// <summary>The phase of residue ρ, 0 ≤ ρ &lt; <see cref="Count"/>.</summary>
    public AxisPhase At(int residue)
    {
        int sum = residue + _padding;
        int reduced = _common.Divide(sum);
        int product = reduced * _inverse;
        int first = _tapStep.Remainder(product, _tapStep.Divide(product));
        bool isLong = first + (_longTaps.Divisor - 1) * _tapStep.Divisor < _kernel;
        int taps = Utilities.Select(isLong, _longTaps.Divisor, _longTaps.Divisor - 1);
        bool hasTaps = _common.Remainder(sum, reduced) == 0;
        // (ρ + a − d·i₀) / s without a negative dividend: d·s/γ more is ReadStep strides more.
        int firstRead = _stride.Divide(sum + _dilation * (_tapStep.Divisor - first)) - ReadStep;
        return new AxisPhase(
            residue, first, Utilities.Select(hasTaps, taps, 0), Utilities.Select(isLong, _longTaps, _shortTaps), firstRead,
            Utilities.Select(residue + (_longPositions.Divisor - 1) * _stride.Divisor < _size, _longPositions, _shortPositions));
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    /// <summary>The number below the modulus whose product with a is 1 modulo it; a and the modulus have no common divisor.</summary>
    private static int Inverse(int a, int modulus)
    {
        int inverse = 0;
        while (inverse < modulus && (long)inverse * a % modulus != 1 % modulus)
            inverse++;
        return inverse;
    }
}
