using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>The sizes of an array [N, C, H, W] that a kernel limited by memory works on.</summary>
internal readonly record struct MemorySizes(int N, int C, int H, int W)
{
    public int Count => N * C * H * W;

    /// <summary>As [N, C, S].</summary>
    public NormGeometry Planes => new(N, C, H * W);
}

/// <summary>One kernel limited by memory, with its arguments.</summary>
/// <param name="Floats">numbers that it must read and write at least, each pass over an array counted</param>
/// <param name="Run">one launch, or the few that belong together</param>
/// <param name="Results">what it has written after the first run</param>
/// <param name="Expected">the same by plain loops on the CPU; called before the first run, since some arrays are changed in place</param>
internal sealed record MemoryKernel(long Floats, Action Run, IReadOnlyList<ArrayView<float>> Results, Func<float[][]> Expected);
