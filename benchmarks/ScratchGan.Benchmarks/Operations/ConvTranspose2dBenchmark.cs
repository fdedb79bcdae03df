using ScratchGan.Kernels.Geometry;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>x = ConvTranspose2d(g, w): the generator forward, the discriminator's data gradient.</summary>
public unsafe class ConvTranspose2dBenchmark : ConvolutionBenchmark
{
    private protected override Kernel Create(Operands operands)
    {
        (ConvolutionGeometry one, ConvolutionGeometry all) = (OneImage, AllImages);
        Operand g = operands.PerImage(Size.Small);
        Operand w = operands.Shared(Size.Weights);
        Operand x = operands.Result(Size.Big);
        return new Kernel(
            () => Plain.ConvTranspose2d.Run(one, g.Host, w.Host, x.Host), backend => backend.ConvTranspose2d(all, g.Device, w.Device, x.Device));
    }
}
