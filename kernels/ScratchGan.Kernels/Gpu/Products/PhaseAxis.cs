using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

// h pixel of the big image, ρ its residue modulo s, u its position in the phase: h = s·u + ρ; i tap of the kernel; p pixel of the small image;
// s stride, a padding, d dilation, γ the greatest common divisor of s and d.

/// <summary>
/// One axis of a transposed convolution, cut into the phases h = s·u + ρ, 0 ≤ ρ &lt; min(s, H).
/// <para>
/// Tap i reaches pixel h from pixel p where s·p + d·i − a = h, so s must divide ρ + a − d·i. If tap i does, then the next that does is i + s/γ: the taps of a
/// phase are i₀ + t·s/γ, t = 0, 1, …, and read p = u + p₀ − t·d/γ with p₀ = (ρ + a − d·i₀) / s. Every phase is a convolution of stride 1 with only the taps
/// that hit it; all phases together use each tap once, so that nothing is multiplied with an inserted zero. PhaseAxisTests.
/// </para>
/// </summary>
public readonly struct PhaseAxis
{
    private readonly FastDivisor _stride;
    private readonly int _padding;
    private readonly int _dilation;
    private readonly int _kernel;
    private readonly int _size;
    private readonly FastDivisor _longTaps;
    private readonly FastDivisor _shortTaps;
    private readonly FastDivisor _longPositions;
    private readonly FastDivisor _shortPositions;

    public PhaseAxis(int size, int kernel, int stride, int padding, int dilation)
    {
        int common = GreatestCommonDivisor(stride, dilation);
        TapStep = stride / common;
        ReadStep = dilation / common;
        Count = Math.Min(stride, size);
        _stride = new FastDivisor(stride);
        _padding = padding;
        _dilation = dilation;
        _kernel = kernel;
        _size = size;
        // Phases have one of two numbers of taps, and of positions, so that a kernel need not divide by a number of its own. The lower may be 0: no division.
        _longTaps = new FastDivisor((kernel + TapStep - 1) / TapStep);
        _shortTaps = new FastDivisor(Math.Max(1, kernel / TapStep));
        _longPositions = new FastDivisor((size + stride - 1) / stride);
        _shortPositions = new FastDivisor(Math.Max(1, size / stride));
    }

    /// <summary>s/γ: taps of the kernel from one tap of a phase to the next.</summary>
    public int TapStep { get; }

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
        // d·s/γ is a multiple of s: added, it changes no divisibility, and keeps the dividend from becoming negative.
        int first = 0;
        int dividend = residue + _padding + _dilation * TapStep;
        int quotient = _stride.Divide(dividend);
        while (first < TapStep && _stride.Remainder(dividend, quotient) != 0)
        {
            first++;
            dividend -= _dilation;
            quotient = _stride.Divide(dividend);
        }
        bool isLong = first + (_longTaps.Divisor - 1) * TapStep < _kernel;
        int taps = isLong ? _longTaps.Divisor : _longTaps.Divisor - 1;
        return new AxisPhase(
            residue, first, first < TapStep ? taps : 0, isLong ? _longTaps : _shortTaps, quotient - ReadStep,
            residue + (_longPositions.Divisor - 1) * _stride.Divisor < _size ? _longPositions : _shortPositions);
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
