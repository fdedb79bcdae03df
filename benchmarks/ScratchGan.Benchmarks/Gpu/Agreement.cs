using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>Whether a kernel's results are right, before its time means anything.</summary>
internal static class Agreement
{
    /// <summary>Null when every number is as expected within its bound, else the first that is not; NaN never is.</summary>
    public static string? Mismatch(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, Func<int, double> bound)
    {
        for (int i = 0; i < expected.Length; i++)
            if (!(Math.Abs((double)actual[i] - expected[i]) <= bound(i)))
                return FormattableString.Invariant($"number {i}: expected {expected[i]} within {bound(i):0.0e0}, found {actual[i]}");
        return null;
    }

    /// <summary>What a check says, or that the kernel does not even run: a kernel that fails must not end the measuring of others.</summary>
    public static string? Refusal(Func<string?> check)
    {
        try
        {
            return check();
        }
        catch (Exception error) when (GpuFailure.IsOfDevice(error))
        {
            return GpuFailure.Cause(error);
        }
    }
}
