using ScratchGan.Kernels.Cpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Cpu;

/// <summary>Runs a kernel on 1, 2 and 3 threads and demands the same bits.</summary>
internal static class ThreadedRuns
{
    public static float[] SameBits(Func<CpuContext, float[]> run)
    {
        float[]? expected = null;
        for (int count = 1; count <= 3; count++)
        {
            using var threads = new KernelThreads(count);
            using var context = new CpuContext(threads);
            float[] found = run(context);
            expected ??= found;
            AssertSameBits(expected, found);
        }
        return expected!;
    }

    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(
                BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(found[i]),
                $"element {i}: expected the bits of {expected[i]:R}, found {found[i]:R}");
    }
}
