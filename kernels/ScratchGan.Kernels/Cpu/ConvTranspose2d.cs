using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu;

public static unsafe class ConvTranspose2d
{
    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* g, float* w, float* x) => Scalar.ConvTranspose2d.Run(geometry, g, w, x);
}
