using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Scalar;

/// <summary>C[m, n] = Σₖ op(A)[m, k] · op(B)[k, n], as three plain loops: the first rung of the ladder.</summary>
public static unsafe class MatMul
{
    public static void Run(in MatMulGeometry geometry, float* a, float* b, float* c)
    {
        for (int m = 0; m < geometry.M; m++)
            for (int n = 0; n < geometry.N; n++)
            {
                float sum = 0;
                for (int k = 0; k < geometry.K; k++)
                {
                    float left = geometry.TransposeA ? a[(long)k * geometry.M + m] : a[(long)m * geometry.K + k];
                    float right = geometry.TransposeB ? b[(long)n * geometry.K + k] : b[(long)k * geometry.N + n];
                    sum += left * right;
                }
                c[(long)m * geometry.N + n] = sum;
            }
    }
}
