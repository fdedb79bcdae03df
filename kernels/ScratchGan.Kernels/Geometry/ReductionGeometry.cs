namespace ScratchGan.Kernels.Geometry;

/// <summary>
/// A reduction of a dense row-major array over any set of axes: y[k] = ∘ x[Σ k·KeptStrides + Σ r·ReducedStrides] over all r.
/// Sizes of 1 go and neighbours of one kind are merged, so kept and reduced dimensions alternate in memory; the last is one of the two.
/// The result keeps the order of the kept axes and is dense.
/// </summary>
public sealed class ReductionGeometry
{
    private readonly int[] _kept;
    private readonly int[] _keptStrides;
    private readonly int[] _reduced;
    private readonly int[] _reducedStrides;

    /// <exception cref="ArgumentException">an axis outside the shape, or named twice</exception>
    public ReductionGeometry(ReadOnlySpan<int> shape, ReadOnlySpan<int> axes)
    {
        bool[] isReduced = new bool[shape.Length];
        foreach (int axis in axes)
        {
            if (axis < 0 || axis >= shape.Length || isReduced[axis])
                throw new ArgumentException($"axes must be different and below {shape.Length}, found [{string.Join(", ", axes.ToArray())}]");
            isReduced[axis] = true;
        }
        List<int> kept = [];
        List<int> keptStrides = [];
        List<int> reduced = [];
        List<int> reducedStrides = [];
        int[] strides = StridedDimensions.RowMajor(shape);
        int last = -1;
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] == 1)
                continue;
            List<int> sizes = isReduced[d] ? reduced : kept;
            List<int> steps = isReduced[d] ? reducedStrides : keptStrides;
            if (last >= 0 && isReduced[d] == isReduced[last])
            {
                sizes[^1] *= shape[d];
                steps[^1] = strides[d];
            }
            else
            {
                sizes.Add(shape[d]);
                steps.Add(strides[d]);
            }
            last = d;
        }
        LastIsReduced = last < 0 || isReduced[last];
        _kept = [.. kept];
        _keptStrides = [.. keptStrides];
        _reduced = [.. reduced];
        _reducedStrides = [.. reducedStrides];
        KeptCount = StridedDimensions.Count(_kept);
        ReducedCount = StridedDimensions.Count(_reduced);
        OutputShape = Output(shape, isReduced);
    }

    /// <summary>The shape of the result, the reduced axes left out.</summary>
    public int[] OutputShape { get; }

    /// <summary>Elements of the result.</summary>
    public int KeptCount { get; }

    /// <summary>Elements combined into each.</summary>
    public int ReducedCount { get; }

    /// <summary>Whether the dimension with stride 1 is one of the reduced (true also for a single element).</summary>
    public bool LastIsReduced { get; }

    public ReadOnlySpan<int> Kept => _kept;

    public ReadOnlySpan<int> KeptStrides => _keptStrides;

    public ReadOnlySpan<int> Reduced => _reduced;

    public ReadOnlySpan<int> ReducedStrides => _reducedStrides;

    private static int[] Output(ReadOnlySpan<int> shape, bool[] isReduced)
    {
        List<int> output = [];
        for (int d = 0; d < shape.Length; d++)
            if (!isReduced[d])
                output.Add(shape[d]);
        return [.. output];
    }
}
