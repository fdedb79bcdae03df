using ILGPU;
using ILGPU.Runtime;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Random;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

[Collection(GpuTests.Name)]
public sealed class RandomNumbersTests(GpuUnderTest gpu)
{
    private const ulong Seed = 0x0123456789ABCDEF;
    private const ulong Stream = 0xFEDCBA9876543210;

    /// <summary>Positions and lengths that are multiples of 4 or not; a block number, and words, that fill 32 bits; words whose float would be NaN.</summary>
    public static TheoryData<ulong, int> Draws => new()
    {
        { 0, 1024 }, { 1, 1 }, { 2, 2 }, { 3, 6 }, { 3, 1 }, { 4, 5003 }, { 7, 2048 },
        { (1UL << 34) - 7, 16 }, { 0x7F800001FFC00001, 9 }, { 0xFF9234567FA54321, 262 },
    };

    [Theory]
    [MemberData(nameof(Draws))]
    public void Uniforms_are_the_bits_of_the_sequence(ulong position, int count) => CheckUniform(gpu.Context, position, count);

    [Theory]
    [MemberData(nameof(Draws))]
    public void Normals_are_those_of_the_sequence_within_a_hundred_thousandth(ulong position, int count)
    {
        using var device = new DeviceArrays(gpu.Context);
        ArrayView<float> y = device.Room(count);
        RandomNumbers.Normal(device.Context, Seed, Stream, Words(device, position), y);
        var sequence = new PhiloxSequence(Seed, Stream, position);
        Assert.All(device.Download(y), value => Assert.Equal(sequence.NextNormal(), value, 1e-5f));
    }

    [Fact]
    public void The_simulator_draws_the_same_uniforms()
    {
        using GpuContext context = GpuDevices.Open(GpuKind.Simulator);
        CheckUniform(context, position: 5, count: 1030);
    }

    /// <summary>A launch that is run again reads the position anew.</summary>
    [Fact]
    public void A_recorded_draw_follows_the_position_in_memory()
    {
        using var device = new DeviceArrays(gpu.Context);
        ArrayView<float> y = device.Room(10);
        ArrayView<float> position = Words(device, 3);
        RandomNumbers.Uniform(device.Context, Seed, Stream, position, y);
        device.Context.BeginRecording();
        RandomNumbers.Uniform(device.Context, Seed, Stream, position, y);
        using IGpuRecording recording = device.Context.EndRecording();
        position.CopyFromCPU(device.Context.Stream, device.Download(Words(device, 1UL << 33)));
        recording.Replay();
        Assert.Equal(Uniforms(1UL << 33, 10), device.Download(y));
    }

    private static void CheckUniform(GpuContext context, ulong position, int count)
    {
        using var device = new DeviceArrays(context);
        ArrayView<float> y = device.Room(count);
        RandomNumbers.Uniform(context, Seed, Stream, Words(device, position), y);
        Assert.Equal(Uniforms(position, count), device.Download(y));
    }

    private static float[] Uniforms(ulong position, int count)
    {
        var sequence = new PhiloxSequence(Seed, Stream, position);
        return [.. Enumerable.Range(0, count).Select(_ => sequence.NextUniform())];
    }

    private static ArrayView<float> Words(DeviceArrays device, ulong position) =>
        device.Upload(BitConverter.UInt32BitsToSingle((uint)position), BitConverter.UInt32BitsToSingle((uint)(position >> 32)));
}
