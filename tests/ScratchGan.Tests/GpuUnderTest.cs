using ILGPU;
using ILGPU.Runtime;
using ScratchGan.Engine;
using ScratchGan.Kernels.Gpu;
using Xunit;
using Device = ScratchGan.Engine.Device;

namespace ScratchGan.Tests;

/// <summary>Tests of kernels on a device of ILGPU run one after another, on one device that is opened once: every kernel is compiled once.</summary>
[CollectionDefinition(Name)]
public sealed class GpuTests : ICollectionFixture<GpuUnderTest>
{
    public const string Name = "GPU";
}

/// <summary>
/// The device that GPU tests run on: the one that SCRATCHGAN_TEST_DEVICE names (cuda or opencl, which may be a CPU with PoCL), or else a GPU if the machine
/// has one. Without any the tests are skipped, and say so.
/// </summary>
public sealed class GpuUnderTest : IDisposable
{
    private const string Variable = "SCRATCHGAN_TEST_DEVICE";
    private readonly List<MemoryBuffer> _buffers = [];
    private Device? _device;

    /// <summary>Open until the last test is done: compiling a kernel costs more than running it.</summary>
    public Device Device
    {
        get
        {
            Assert.SkipWhen(Kind is null, $"no GPU here, and {Variable} names no device (cuda or opencl)");
            return _device ??= Device.Gpu(Kind!.Value);
        }
    }

    public GpuContext Context => ((GpuBackend)Device.Backend).Context;

    /// <summary>The device to test on; null when there is none.</summary>
    public static GpuKind? Kind { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        "cuda" => GpuKind.Cuda,
        "opencl" => GpuKind.OpenCl,
        null or "" => Present(),
        string other => throw new InvalidOperationException($"{Variable}: expected cuda or opencl, found {other}"),
    };

    /// <summary>A copy on the device, freed with the fixture.</summary>
    public ArrayView<float> Upload(ReadOnlySpan<float> values)
    {
        MemoryBuffer1D<float, Stride1D.Dense> buffer = Context.Accelerator.Allocate1D(values.ToArray());
        _buffers.Add(buffer);
        return buffer.View;
    }

    /// <summary>Room for results, filled with NaN, so that an element that is never written is noticed.</summary>
    public ArrayView<float> Room(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return Upload(values);
    }

    /// <summary>The values, after everything that was queued has run.</summary>
    public float[] Download(ArrayView<float> view)
    {
        Context.Stream.Synchronize();
        float[] values = new float[view.Length];
        view.CopyToCPU(Context.Stream, values);
        return values;
    }

    public void Dispose()
    {
        foreach (MemoryBuffer buffer in _buffers)
            buffer.Dispose();
        _device?.Dispose();
    }

    private static GpuKind? Present()
    {
        foreach (GpuKind kind in (GpuKind[])[GpuKind.Cuda, GpuKind.OpenCl])
            if (GpuDevices.List(kind).Any(device => device.IsGpu && device.Refusal is null))
                return kind;
        return null;
    }
}
