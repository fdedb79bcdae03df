using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// Two walks of one index, as an argument of a kernel: from the number of the index (i₀, i₁, …) in row-major order to its places Σ iₖ·strideₖ in a first and a
/// second array. The GPU's form of <see cref="StridedDimensions.Place"/>.
/// <para>
/// At most eight dimensions, one field each: an array would be put into local memory, which is as slow as global memory. The test of how many there are goes
/// the same way for every thread.
/// </para>
/// </summary>
public readonly struct StridedWalk
{
    private const int MaximumDimensions = 8;

    // All dimensions but the outermost, which takes what the divisions leave; _d1 is the innermost.
    private readonly int _divisions;
    private readonly StridedDimension _d1;
    private readonly StridedDimension _d2;
    private readonly StridedDimension _d3;
    private readonly StridedDimension _d4;
    private readonly StridedDimension _d5;
    private readonly StridedDimension _d6;
    private readonly StridedDimension _d7;
    private readonly int _outermostFirst;
    private readonly int _outermostSecond;

    /// <param name="dimensions">outermost first; none means a single index with places 0</param>
    /// <exception cref="ArgumentException">more than eight dimensions</exception>
    public StridedWalk(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (dimensions.Length > MaximumDimensions)
            throw new ArgumentException(
                $"a GPU kernel walks at most {MaximumDimensions} dimensions, found [{string.Join(", ", dimensions.ToArray())}] after merging neighbours");
        if (dimensions.IsEmpty)
            return;
        _divisions = dimensions.Length - 1;
        _outermostFirst = first[0];
        _outermostSecond = second[0];
        Span<StridedDimension> inner = stackalloc StridedDimension[MaximumDimensions - 1];
        for (int k = 0; k < _divisions; k++)
            inner[k] = new StridedDimension(dimensions[^(k + 1)], first[^(k + 1)], second[^(k + 1)]);
        (_d1, _d2, _d3, _d4, _d5, _d6, _d7) = (inner[0], inner[1], inner[2], inner[3], inner[4], inner[5], inner[6]);
    }

    /// <summary>The places of the index with this number.</summary>
    public StridedPlaces Find(int number)
    {
        StridedPlaces places = new(number, 0, 0);
        if (_divisions == 0)
            return End(places);
        places = _d1.Take(places);
        if (_divisions == 1)
            return End(places);
        places = _d2.Take(places);
        if (_divisions == 2)
            return End(places);
        places = _d3.Take(places);
        if (_divisions == 3)
            return End(places);
        places = _d4.Take(places);
        if (_divisions == 4)
            return End(places);
        places = _d5.Take(places);
        if (_divisions == 5)
            return End(places);
        places = _d6.Take(places);
        return End(_divisions == 6 ? places : _d7.Take(places));
    }

    private StridedPlaces End(StridedPlaces places) =>
        new(0, places.First + places.Rest * _outermostFirst, places.Second + places.Rest * _outermostSecond);
}

/// <summary>A place in each of two arrays, and the part of the index's number that has not been used yet.</summary>
public readonly struct StridedPlaces(int rest, int first, int second)
{
    public readonly int Rest = rest;
    public readonly int First = first;
    public readonly int Second = second;
}

/// <summary>One dimension of a <see cref="StridedWalk"/>.</summary>
public readonly struct StridedDimension(int size, int first, int second)
{
    private readonly FastDivisor _size = new(size);
    private readonly int _first = first;
    private readonly int _second = second;

    /// <summary>Goes on by this dimension's index, the remainder of the rest; the quotient is for the dimensions further out.</summary>
    public StridedPlaces Take(StridedPlaces places)
    {
        int above = _size.Divide(places.Rest);
        int index = _size.Remainder(places.Rest, above);
        return new StridedPlaces(above, places.First + index * _first, places.Second + index * _second);
    }
}
