namespace ScratchGan.Kernels.Geometry;

/// <summary>
/// Division by a number that is known before the kernel starts, as one multiplication and a shift: GPU compilers never reduce `/` and `%` themselves.
/// <para>
/// Granlund and Montgomery 1994, figure 4.1: with s = ⌈log₂ d⌉ and m = ⌊2³²·(2ˢ − d)/d⌋ + 1, ⌊x/d⌋ = (⌊m·x/2³²⌋ + x) / 2ˢ for 0 ≤ x &lt; 2³¹; FastDivisorTests.
/// </para>
/// </summary>
public readonly struct FastDivisor
{
    private readonly uint _multiplier;
    private readonly int _shift;

    /// <param name="divisor">1 to 2³¹ − 1</param>
    public FastDivisor(int divisor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(divisor, 1);
        Divisor = divisor;
        while (1L << _shift < divisor)
            _shift++;
        _multiplier = (uint)((1UL << 32) * ((1UL << _shift) - (ulong)divisor) / (ulong)divisor + 1);
    }

    public int Divisor { get; }

    /// <summary>⌊x/d⌋ for x ≥ 0.</summary>
    public int Divide(int x) => (int)(((uint)((ulong)(uint)x * _multiplier >> 32) + (uint)x) >> _shift);

    /// <summary>x − d·quotient.</summary>
    public int Remainder(int x, int quotient) => x - quotient * Divisor;
}
