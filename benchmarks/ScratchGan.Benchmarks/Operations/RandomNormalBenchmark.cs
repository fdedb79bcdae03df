using ScratchGan.Kernels.Random;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>Standard normal numbers: Philox, then Box and Muller. Written once, and limited by arithmetic that is not counted.</summary>
public unsafe class RandomNormalBenchmark : OperationBenchmark<FeatureMap>
{
    private const ulong Seed = 7;

    public override IEnumerable<FeatureMap> Sizes => [new(3, 64)];

    public override Work Work => Work.OfFloats(Size.Count);

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Count;
        Operand position = operands.Shared(2, _ => 0f);
        Operand y = operands.FirstResult(count);
        return new Kernel(
            () =>
            {
                for (int i = 0; i < count; i++)
                    y.Host[i] = Philox.Normal(Seed, stream: 0, (ulong)i);
            },
            backend => backend.RandomNormal(Seed, stream: 0, position.Device, y.Device));
    }
}
