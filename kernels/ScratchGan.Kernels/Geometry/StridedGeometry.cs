namespace ScratchGan.Kernels.Geometry;

/// <summary>
/// A copy between two places of one index: target[TargetOffset + Σ i·TargetStrides] = source[SourceOffset + Σ i·SourceStrides], 0 ≤ iₖ &lt; Dimensionsₖ.
/// A source stride of 0 repeats. Dimensions are sorted by target stride, largest first, and neighbours merged where both walks allow it.
/// Permute, broadcast, slice, pad (into a filled target), concatenate and nearest upsampling are all this one copy; a factory makes each.
/// </summary>
public sealed class StridedGeometry
{
    private readonly int[] _dimensions;
    private readonly int[] _sourceStrides;
    private readonly int[] _targetStrides;

    public StridedGeometry(
        ReadOnlySpan<int> dimensions, ReadOnlySpan<int> sourceStrides, ReadOnlySpan<int> targetStrides, int sourceOffset = 0, int targetOffset = 0)
    {
        if (sourceStrides.Length != dimensions.Length || targetStrides.Length != dimensions.Length)
            throw new ArgumentException(
                $"a stride for each of {dimensions.Length} dimensions expected, found {sourceStrides.Length} and {targetStrides.Length}");
        int[] order = [.. Enumerable.Range(0, dimensions.Length)];
        int[] targets = targetStrides.ToArray();
        Array.Sort(order, (d, e) => targets[d] != targets[e] ? targets[e].CompareTo(targets[d]) : d.CompareTo(e));
        (_dimensions, _sourceStrides, _targetStrides) =
            StridedDimensions.Merge(Take(dimensions, order), Take(sourceStrides, order), Take(targetStrides, order));
        Count = StridedDimensions.Count(_dimensions);
        SourceOffset = sourceOffset;
        TargetOffset = targetOffset;
    }

    /// <summary>Elements copied.</summary>
    public int Count { get; }

    public int SourceOffset { get; }

    public int TargetOffset { get; }

    /// <summary>Merged sizes, at least one, outermost first.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    public ReadOnlySpan<int> SourceStrides => _sourceStrides;

    public ReadOnlySpan<int> TargetStrides => _targetStrides;

    /// <summary>target[i] = source[…] with target dimension k = source dimension axes[k].</summary>
    public static StridedGeometry Permute(ReadOnlySpan<int> shape, ReadOnlySpan<int> axes)
    {
        if (!axes.ToArray().Order().SequenceEqual(Enumerable.Range(0, shape.Length)))
            throw new ArgumentException($"axes must name each of {shape.Length} dimensions once, found [{string.Join(", ", axes.ToArray())}]");
        int[] dimensions = Take(shape, axes);
        return new StridedGeometry(dimensions, Take(StridedDimensions.RowMajor(shape), axes), StridedDimensions.RowMajor(dimensions));
    }

    /// <summary>target [targetShape] = source [shape], repeated by NumPy's rule.</summary>
    public static StridedGeometry Broadcast(ReadOnlySpan<int> shape, ReadOnlySpan<int> targetShape)
    {
        int missing = targetShape.Length - shape.Length;
        int[] dense = StridedDimensions.RowMajor(shape);
        int[] strides = new int[targetShape.Length];
        for (int d = 0; d < shape.Length; d++)
        {
            if (missing < 0 || (shape[d] != 1 && shape[d] != targetShape[d + missing]))
                throw new ArgumentException($"shape [{string.Join(", ", shape.ToArray())}] does not broadcast to [{string.Join(", ", targetShape.ToArray())}]");
            strides[d + missing] = shape[d] == 1 ? 0 : dense[d];
        }
        if (missing < 0)
            throw new ArgumentException($"shape of {shape.Length} dimensions does not broadcast to {targetShape.Length}");
        return new StridedGeometry(targetShape, strides, StridedDimensions.RowMajor(targetShape));
    }

    /// <summary>target = source[…, start .. start + length, …] along one axis.</summary>
    public static StridedGeometry Slice(ReadOnlySpan<int> shape, int axis, int start, int length)
    {
        CheckRange(shape, axis, start, length);
        int[] dimensions = shape.ToArray();
        dimensions[axis] = length;
        int[] strides = StridedDimensions.RowMajor(shape);
        return new StridedGeometry(dimensions, strides, StridedDimensions.RowMajor(dimensions), sourceOffset: start * strides[axis]);
    }

    /// <summary>
    /// target[…, before .. before + n, …] = source along one axis, the target being longer by before + after; what lies around is not written.
    /// </summary>
    public static StridedGeometry Place(ReadOnlySpan<int> shape, int axis, int before, int after)
    {
        if (axis < 0 || axis >= shape.Length || before < 0 || after < 0)
            throw new ArgumentException($"an axis below {shape.Length} and room of at least 0 expected, found axis {axis}, {before} before and {after} after");
        int[] larger = shape.ToArray();
        larger[axis] = checked(larger[axis] + before + after);
        int[] strides = StridedDimensions.RowMajor(larger);
        return new StridedGeometry(shape, StridedDimensions.RowMajor(shape), strides, targetOffset: before * strides[axis]);
    }

    /// <summary>
    /// One part of a concatenation along an axis of total length <paramref name="total"/>: the part's first index there is <paramref name="start"/>.
    /// </summary>
    public static StridedGeometry ConcatenatePart(ReadOnlySpan<int> shape, int axis, int start, int total) =>
        Place(shape, axis, start, total - start - shape[axis]);

    /// <summary>target[n, c, scale·h + i, scale·w + j] = source[n, c, h, w], 0 ≤ i, j &lt; scale; shape is the source's [N, C, H, W].</summary>
    public static StridedGeometry UpsampleNearest(ReadOnlySpan<int> shape, int scale)
    {
        if (shape.Length != 4)
            throw new ArgumentException($"upsampling expects [N, C, H, W], found {shape.Length} dimensions");
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        int planes = shape[0] * shape[1];
        int height = shape[2];
        int width = shape[3];
        int wide = width * scale;
        return new StridedGeometry(
            [planes, height, scale, width, scale],
            [height * width, width, 0, 1, 0],
            [height * scale * wide, scale * wide, wide, scale, 1]);
    }

    private static void CheckRange(ReadOnlySpan<int> shape, int axis, int start, int length)
    {
        if (axis < 0 || axis >= shape.Length || start < 0 || length < 1 || length > shape[axis] - start)
            throw new ArgumentException($"{length} elements from {start} along axis {axis} are outside the shape [{string.Join(", ", shape.ToArray())}]");
    }

    private static int[] Take(ReadOnlySpan<int> values, ReadOnlySpan<int> order)
    {
        int[] taken = new int[order.Length];
        for (int k = 0; k < order.Length; k++)
            taken[k] = values[order[k]];
        return taken;
    }
}
