using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>What the three convolutions share: sizes, and the number of operations.</summary>
public abstract class ConvolutionBenchmark : OperationBenchmark<ConvolutionLayer>
{
    public override IEnumerable<ConvolutionLayer> Sizes => ConvolutionLayer.All;

    public override Work Work => Work.OfFlops(OneImage.Flops);

    private protected ConvolutionGeometry OneImage => Size.Geometry(1);

    private protected ConvolutionGeometry AllImages => Size.Geometry(Batch);
}
