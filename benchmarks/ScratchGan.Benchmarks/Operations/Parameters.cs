namespace ScratchGan.Benchmarks.Operations;

/// <summary>
/// The parameters of a network. They are as many for any batch: what stands for an image is a part of them, one of as many as a batch has images.
/// </summary>
public sealed record Parameters(string Network, int Count)
{
    /// <summary>Of a DCGAN for 64×64 RGB images with 64 features, to the nearest share.</summary>
    public static IReadOnlyList<Parameters> All { get; } = [new("generator", 3_576_704)];

    public int Share => Count / OperationBenchmark.Batch;

    public override string ToString() => $"{Network}, {Count}";
}
