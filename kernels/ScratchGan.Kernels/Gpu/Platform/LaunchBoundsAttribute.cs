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
}
