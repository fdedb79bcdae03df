using ScratchGan.Kernels.Geometry;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y = Conv2d(x, w): the discriminator forward, the generator's data gradient.</summary>
public unsafe class Conv2dBenchmark : ConvolutionBenchmark
{
    private protected override Kernel Create(Operands operands)
    {
        (ConvolutionGeometry one, ConvolutionGeometry all) = (OneImage, AllImages);
        Operand x = operands.PerImage(Size.Big);
        Operand w = operands.Shared(Size.Weights);
        Operand y = operands.Result(Size.Small);
        return new Kernel(() => Plain.Conv2d.Run(one, x.Host, w.Host, y.Host), backend => backend.Conv2d(all, x.Device, w.Device, y.Device));
    }
}
