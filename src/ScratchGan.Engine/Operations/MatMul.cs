using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// C = A′·B′ where A′ is A or Aᵀ and B′ is B or Bᵀ. For a cotangent U of C, from dC = dA′·B′ + A′·dB′:
/// <para>Ā′ = U·B′ᵀ, so Ā = U·B′ᵀ, or its transpose B′·Uᵀ when A was transposed; B̄′ = A′ᵀ·U, so B̄ = A′ᵀ·U, or Uᵀ·A′.</para>
/// All four are matrix products again.
/// </summary>
internal sealed class MatMul(MatMulGeometry geometry) : Operation
{
    public override double Flops => geometry.Flops;

    protected override void Forward() => Backend.MatMul(geometry, Inputs[0].Data, Inputs[1].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u)
    {
        (Tensor a, Tensor b) = (Inputs[0], Inputs[1]);
        (bool transposeA, bool transposeB) = (geometry.TransposeA, geometry.TransposeB);
        return
        [
            !Needed(0) ? null : transposeA ? b.MatMul(u, transposeB, true) : u.MatMul(b, false, !transposeB),
            !Needed(1) ? null : transposeB ? u.MatMul(a, true, transposeA) : a.MatMul(u, !transposeA, false),
        ];
    }
}

public static partial class TensorOperations
{
    /// <summary>The matrix product [M, K]·[K, N] = [M, N]; either factor may be stored transposed.</summary>
    public static Tensor MatMul(this Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
    {
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2 || a.Shape[transposeA ? 0 : 1] != b.Shape[transposeB ? 1 : 0])
            throw new ArgumentException($"MatMul: {a.Shape}{(transposeA ? "ᵀ" : "")} and {b.Shape}{(transposeB ? "ᵀ" : "")} do not fit");
        int m = a.Shape[transposeA ? 1 : 0];
        int k = a.Shape[transposeA ? 0 : 1];
        int n = b.Shape[transposeB ? 0 : 1];
        return new MatMul(new MatMulGeometry(m, n, k, transposeA, transposeB)).Apply(new Shape(m, n), a, b);
    }
}
