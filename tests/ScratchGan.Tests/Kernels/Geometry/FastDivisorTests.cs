using ScratchGan.Kernels.Geometry;
using Xunit;

namespace ScratchGan.Tests.Kernels.Geometry;

public sealed class FastDivisorTests
{
    /// <summary>Powers of two and their neighbours, primes, divisors of 2³² + 1, the largest.</summary>
    public static TheoryData<int> Divisors =>
    [
        1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 49, 63, 64, 65, 641, 1000, 65_535, 65_536, 65_537, 6_700_417, 16_777_217, 0x3FFFFFFF, 0x40000000, 0x40000001,
        int.MaxValue - 1, int.MaxValue,
    ];

    /// <summary>A wrong multiplier shows first where the quotient changes: at k·d − 1 and k·d, for small, middle and the largest k.</summary>
    [Theory]
    [MemberData(nameof(Divisors))]
    public void Quotient_and_remainder_are_those_of_the_operators(int d)
    {
        var divisor = new FastDivisor(d);
        Assert.Equal(d, divisor.Divisor);
        var random = new Random(d);
        int most = int.MaxValue / d;
        IEnumerable<long> multiples = Enumerable.Range(0, 1000).Select(i => (long)i)
            .Concat(Enumerable.Range(0, 1000).Select(i => (long)most - i))
            .Concat(Enumerable.Range(0, 2000).Select(_ => random.NextInt64(most + 1L)))
            .Where(k => k >= 0 && k <= most).Select(k => k * d);
        IEnumerable<long> numbers = multiples.SelectMany(multiple => new[] { multiple - 1, multiple, multiple + 1 })
            .Concat(Enumerable.Range(0, 2000).Select(_ => random.NextInt64(1L << 31))).Append(int.MaxValue);
        foreach (int x in numbers.Where(number => number is >= 0 and <= int.MaxValue).Select(number => (int)number))
        {
            Assert.Equal(x / d, divisor.Divide(x));
            Assert.Equal(x % d, divisor.Remainder(x, divisor.Divide(x)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_divisor_below_one_is_refused(int divisor) => Assert.Throws<ArgumentOutOfRangeException>(() => new FastDivisor(divisor));
}
