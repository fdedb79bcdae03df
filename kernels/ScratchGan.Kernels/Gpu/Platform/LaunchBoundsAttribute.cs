namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// What a kernel promises about its launches, so that ptxas can spend registers: groups of at most <paramref name="threads"/> threads, of which
/// <paramref name="groups"/> shall fit a multiprocessor at once (`.maxntid`, `.minnctapersm`).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LaunchBoundsAttribute(int threads, int groups) : Attribute
{
    public int Threads { get; } = threads;

    public int Groups { get; } = groups;

    /// <summary>Dynamic shared memory that a launch asks for, if it is more than the 48 KB that CUDA gives unasked.</summary>
    public int SharedBytes { get; init; }
}
