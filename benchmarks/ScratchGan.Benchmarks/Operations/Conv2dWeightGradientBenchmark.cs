using ScratchGan.Kernels.Geometry;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>dw = Conv2dWeightGradient(x, g), summed over the batch: the weight gradient of both networks.</summary>
public unsafe class Conv2dWeightGradientBenchmark : ConvolutionBenchmark
{
    private protected override Kernel Create(Operands operands)
    {
        (ConvolutionGeometry one, ConvolutionGeometry all) = (OneImage, AllImages);
        Operand x = operands.PerImage(Size.Big);
        Operand g = operands.PerImage(Size.Small);
        Operand dw = operands.SharedResult(Size.Weights, factor: Batch);
        return new Kernel(
            () => Plain.Conv2dWeightGradient.Run(one, x.Host, g.Host, dw.Host),
            backend => backend.Conv2dWeightGradient(all, x.Device, g.Device, dw.Device));
    }
}
