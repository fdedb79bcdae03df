using ScratchGan.Kernels.Gpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

public sealed class GpuDevicesTests
{
    /// <summary>Without turns PoCL ends the process in the middle of this.</summary>
    [Fact]
    public void Threads_may_ask_for_devices_at_once()
    {
        Assert.SkipUnless(GpuDevices.Obstacle(GpuKind.OpenCl) is null, "there is no OpenCL on this machine");
        IReadOnlyList<GpuDescription> expected = GpuDevices.List(GpuKind.OpenCl);
        var found = new IReadOnlyList<GpuDescription>[16];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => found[i] = GpuDevices.List(GpuKind.OpenCl));
        Assert.All(found, devices => Assert.Equal(expected, devices));
    }
}
