using ScratchGan.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>C[m, n] = Σₖ A′[m, k] · B′[k, n], each factor stored as it is or transposed.</summary>
public sealed class MatMulTests : OperationTests<MatMulTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Product(5, 3, 7, transposeA: false, transposeB: false),
        Product(4, 6, 3, transposeA: true, transposeB: false),
        Product(2, 5, 9, transposeA: false, transposeB: true),
        Product(7, 2, 4, transposeA: true, transposeB: true),
        Product(1, 8, 6, transposeA: false, transposeB: false),
        SquareOfOneMatrix(),
    ];

    private static OperationCase Product(int m, int n, int k, bool transposeA, bool transposeB)
    {
        int[] a = transposeA ? [k, m] : [m, k];
        int[] b = transposeB ? [n, k] : [k, n];
        return new OperationCase(
            $"MatMul [{m}, {k}]{(transposeA ? "ᵀ" : "")} · [{k}, {n}]{(transposeB ? "ᵀ" : "")}",
            [Input.Signed(a), Input.Signed(b)],
            x => x[0].MatMul(x[1], transposeA, transposeB),
            x => Array([m, n], c => Enumerable.Range(0, k).Sum(i =>
                (transposeA ? At(x[0], a, i, c[0]) : At(x[0], a, c[0], i)) * (transposeB ? At(x[1], b, c[1], i) : At(x[1], b, i, c[1])))))
        {
            Methods = [nameof(TensorOperations.MatMul)],
            Terms = Math.Max(k, Math.Max(m, n)),
        };
    }

    /// <summary>Both factors are the same tensor: the two contributions must meet.</summary>
    private static OperationCase SquareOfOneMatrix() => new(
        "MatMul of a matrix with its transpose",
        [Input.Signed(3, 4)],
        x => x[0].MatMul(x[0], transposeB: true),
        x => Array([3, 3], c => Enumerable.Range(0, 4).Sum(i => At(x[0], [3, 4], c[0], i) * At(x[0], [3, 4], c[1], i))))
    {
        Methods = [nameof(TensorOperations.MatMul)],
        Terms = 8,
    };
}
