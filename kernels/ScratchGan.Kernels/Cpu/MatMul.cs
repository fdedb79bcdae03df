using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu;

public static unsafe class MatMul
{
    public static void Run(CpuContext context, in MatMulGeometry geometry, float* a, float* b, float* c) => Scalar.MatMul.Run(geometry, a, b, c);
}
