namespace ScratchGan.Benchmarks.Operations;

/// <summary>The place of the first NaN or infinity, where there is none: x is read once.</summary>
public unsafe class FirstNonFiniteBenchmark : FeatureMapBenchmark
{
    private protected override double Passes => 1;

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Count;
        Operand x = operands.PerImage(count);
        return new Kernel(
            () => Require(FirstNonFinite(x.Host, count)),
            backend => Require(backend.FirstNonFinite(x.Device)));
    }

    private static int FirstNonFinite(float* x, int count)
    {
        for (int i = 0; i < count; i++)
            if (!float.IsFinite(x[i]))
                return i;
        return -1;
    }

    private static void Require(int found)
    {
        if (found != -1)
            throw new InvalidOperationException($"expected no number that is not finite, found one at {found}");
    }
}
