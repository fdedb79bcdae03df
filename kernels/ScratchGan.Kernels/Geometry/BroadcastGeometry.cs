namespace ScratchGan.Kernels.Geometry;

/// <summary>
/// Two operands read as if both had the shape of the result: y[i] = f(a[Σ i·StridesA], b[Σ i·StridesB]), a repeated dimension having stride 0.
/// Shapes meet by NumPy's rule: aligned at the last dimension, each pair equal or one of them 1, which is repeated.
/// Neighbouring dimensions that both operands walk in one stride are merged, so the innermost is (1, 1), (1, 0) or (0, 1) and as long as can be.
/// </summary>
public sealed class BroadcastGeometry
{
    private readonly int[] _dimensions;
    private readonly int[] _stridesA;
    private readonly int[] _stridesB;

    /// <exception cref="ArgumentException">the shapes do not meet</exception>
    public BroadcastGeometry(ReadOnlySpan<int> shapeA, ReadOnlySpan<int> shapeB)
    {
        int rank = Math.Max(shapeA.Length, shapeB.Length);
        int[] output = new int[rank];
        int[] a = new int[rank];
        int[] b = new int[rank];
        int strideA = 1;
        int strideB = 1;
        for (int d = rank - 1; d >= 0; d--)
        {
            int sizeA = Size(shapeA, d - rank + shapeA.Length);
            int sizeB = Size(shapeB, d - rank + shapeB.Length);
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1)
                throw new ArgumentException(
                    $"shapes [{string.Join(", ", shapeA.ToArray())}] and [{string.Join(", ", shapeB.ToArray())}] do not broadcast: {sizeA} against {sizeB}");
            output[d] = sizeA == 1 ? sizeB : sizeA;
            a[d] = sizeA == 1 ? 0 : strideA;
            b[d] = sizeB == 1 ? 0 : strideB;
            strideA *= sizeA;
            strideB *= sizeB;
        }
        OutputShape = output;
        Count = StridedDimensions.Count(output);
        (_dimensions, _stridesA, _stridesB) = StridedDimensions.Merge(output, a, b);
    }

    /// <summary>The shape of the result, not merged.</summary>
    public int[] OutputShape { get; }

    /// <summary>Elements of the result.</summary>
    public int Count { get; }

    /// <summary>Merged sizes, at least one, outermost first.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    public ReadOnlySpan<int> StridesA => _stridesA;

    public ReadOnlySpan<int> StridesB => _stridesB;

    private static int Size(ReadOnlySpan<int> shape, int d) => d < 0 ? 1 : shape[d];
}
