namespace ScratchGan.Tests.Kernels;

/// <summary>Numbers to test with.</summary>
internal static class Numbers
{
    /// <summary>Uniform in [−1, 1).</summary>
    public static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }

    /// <summary>0, 1, 2, …: a number says where it came from.</summary>
    public static float[] Counting(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];
}
