using ScratchGan.Engine;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>Eight arrays over eight others: gradients on their way into the flat array that the optimizer reads.</summary>
public unsafe class CopyBenchmark : FeatureMapBenchmark
{
    private const int Pairs = 8;

    private protected override double Passes => 2;

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Count / Pairs;
        (Operand From, Operand To)[] pairs = [.. Enumerable.Range(0, Pairs).Select(_ => (operands.PerImage(count), operands.Result(count)))];
        (Slice From, Slice To)[]? slices = null;
        return new Kernel(
            () =>
            {
                foreach ((Operand from, Operand to) in pairs)
                    for (int i = 0; i < count; i++)
                        to.Host[i] = from.Host[i];
            },
            backend => backend.Copy(slices ??= [.. pairs.Select(pair => (pair.From.Device, pair.To.Device))]));
    }
}
