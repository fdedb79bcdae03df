namespace ScratchGan.Kernels.Geometry;

/// <summary>
/// Sizes of a matrix product C = op(A)·op(B), all row-major and dense: C is [M, N], op(A) is [M, K], op(B) is [K, N].
/// A is stored [M, K], or [K, M] when <paramref name="TransposeA"/>; B is stored [K, N], or [N, K] when <paramref name="TransposeB"/>.
/// </summary>
public readonly record struct MatMulGeometry(int M, int N, int K, bool TransposeA = false, bool TransposeB = false)
{
    /// <summary>Floating-point operations, two for a multiply-add.</summary>
    public double Flops => 2.0 * M * N * K;
}
