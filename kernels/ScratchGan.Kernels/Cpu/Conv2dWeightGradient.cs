using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu;

public static unsafe class Conv2dWeightGradient
{
    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* x, float* g, float* dw) => Scalar.Conv2dWeightGradient.Run(geometry, x, g, dw);
}
