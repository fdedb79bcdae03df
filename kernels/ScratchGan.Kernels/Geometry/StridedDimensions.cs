namespace ScratchGan.Kernels.Geometry;

/// <summary>
/// Index arithmetic of arrays walked with strides: the place of index (i₀, i₁, …) is Σ iₖ·strideₖ; a row-major array of that shape has stride 1 last.
/// </summary>
public static class StridedDimensions
{
    public static int Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int size in shape)
            count *= size;
        return checked((int)count);
    }

    /// <summary>Strides of a dense row-major array.</summary>
    public static int[] RowMajor(ReadOnlySpan<int> shape)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= shape[d];
        }
        return strides;
    }

    /// <summary>
    /// The same walk in as few dimensions as possible: sizes of 1 go, and dimension d joins d + 1 where both walks take strideₔ = strideₔ₊₁·sizeₔ₊₁.
    /// A single element is one dimension of size 1 with strides 1.
    /// </summary>
    public static (int[] Dimensions, int[] First, int[] Second) Merge(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        List<int> sizes = [];
        List<int> firsts = [];
        List<int> seconds = [];
        for (int d = 0; d < dimensions.Length; d++)
        {
            if (dimensions[d] == 1)
                continue;
            int size = dimensions[d];
            if (sizes.Count > 0 && firsts[^1] == first[d] * size && seconds[^1] == second[d] * size)
            {
                size *= sizes[^1];
                sizes.RemoveAt(sizes.Count - 1);
                firsts.RemoveAt(firsts.Count - 1);
                seconds.RemoveAt(seconds.Count - 1);
            }
            sizes.Add(size);
            firsts.Add(first[d]);
            seconds.Add(second[d]);
        }
        return sizes.Count == 0 ? ([1], [1], [1]) : ([.. sizes], [.. firsts], [.. seconds]);
    }

    /// <summary>The place of the index whose row-major number is given; one division for each dimension but the first.</summary>
    public static nint Place(int number, ReadOnlySpan<int> dimensions, ReadOnlySpan<int> strides)
    {
        nint place = 0;
        uint rest = (uint)number;
        for (int d = dimensions.Length - 1; d > 0; d--)
        {
            uint above = rest / (uint)dimensions[d];
            place += (nint)(rest - above * (uint)dimensions[d]) * strides[d];
            rest = above;
        }
        return dimensions.Length == 0 ? 0 : place + (nint)rest * strides[0];
    }
}
