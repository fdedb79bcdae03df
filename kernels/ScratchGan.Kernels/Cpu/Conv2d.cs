using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu;

public static unsafe class Conv2d
{
    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* x, float* w, float* y) => Scalar.Conv2d.Run(geometry, x, w, y);
}
