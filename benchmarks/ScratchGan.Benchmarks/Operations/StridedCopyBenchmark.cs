using ScratchGan.Kernels.Geometry;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>One copy between two strided layouts.</summary>
/// <param name="Source">numbers of an image in the source</param>
/// <param name="Target">numbers of an image in the target</param>
/// <param name="Geometry">of so many images</param>
public sealed record StridedCopySize(string Name, int Source, int Target, Func<int, StridedGeometry> Geometry)
{
    public override string ToString() => Name;
}

/// <summary>Permute, slice and nearest upsampling, each as the one strided copy that it is.</summary>
public unsafe class StridedCopyBenchmark : OperationBenchmark<StridedCopySize>
{
    private static readonly FeatureMap Map = new(64, 32);

    public override IEnumerable<StridedCopySize> Sizes =>
    [
        new("[N, 64, 32·32] to [N, 32·32, 64]", Map.Count, Map.Count, images => StridedGeometry.Permute([images, Map.C, Map.H * Map.H], [0, 2, 1])),
        new("the middle half of each row", Map.Count, Map.Count / 2, images => StridedGeometry.Slice(Map.Shape(images), axis: 3, Map.H / 4, Map.H / 2)),
        new("upsampling to [N, 64, 32, 32]", Map.Count / 4, Map.Count, images =>
            StridedGeometry.UpsampleNearest([images, Map.C, Map.H / 2, Map.H / 2], scale: 2)),
    ];

    public override Work Work => Work.OfFloats(Math.Min(Size.Source, Size.Target) + Size.Target);

    private protected override Kernel Create(Operands operands)
    {
        (StridedGeometry one, StridedGeometry all) = (Size.Geometry(1), Size.Geometry(Batch));
        Operand source = operands.PerImage(Size.Source);
        Operand target = operands.Result(Size.Target);
        return new Kernel(() => Plain.StridedCopy.Run(one, source.Host, target.Host), backend => backend.Copy(all, source.Device, target.Device));
    }
}
