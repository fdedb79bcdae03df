using ScratchGan.Kernels.Random;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>Uniform numbers in [0, 1) by Philox. Written once, and limited by integer arithmetic that is not counted.</summary>
public unsafe class RandomUniformBenchmark : OperationBenchmark<FeatureMap>
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
                for (int i = 0; i < count; i += 4)
                {
                    PhiloxBlock block = Philox.Block(Seed, stream: 0, (ulong)i / 4);
                    y.Host[i] = Philox.Uniform(block.X);
                    y.Host[i + 1] = Philox.Uniform(block.Y);
                    y.Host[i + 2] = Philox.Uniform(block.Z);
                    y.Host[i + 3] = Philox.Uniform(block.W);
                }
            },
            backend => backend.RandomUniform(Seed, stream: 0, position.Device, y.Device));
    }
}
