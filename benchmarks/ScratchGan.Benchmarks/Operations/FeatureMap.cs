using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>The numbers between two layers, [C, H, H] an image.</summary>
public sealed record FeatureMap(int C, int H)
{
    /// <summary>Of a DCGAN for 64×64 RGB images with 64 features: the largest, which no cache holds, and the smallest.</summary>
    public static IReadOnlyList<FeatureMap> All { get; } = [new(64, 32), new(512, 4)];

    public int Count => C * H * H;

    public NormGeometry Planes(int images) => new(images, C, H * H);

    public int[] Shape(int images) => [images, C, H, H];

    public override string ToString() => $"[{C}, {H}, {H}]";
}

/// <summary>An operation on feature maps.</summary>
public abstract class FeatureMapBenchmark : OperationBenchmark<FeatureMap>
{
    public override IEnumerable<FeatureMap> Sizes => FeatureMap.All;

    public override Work Work => Work.OfFloats(Passes * Size.Count);

    /// <summary>How often an array of the map's size is read or written.</summary>
    private protected abstract double Passes { get; }
}
