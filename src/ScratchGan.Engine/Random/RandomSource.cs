using ScratchGan.Kernels.Cpu;

namespace ScratchGan.Engine;

/// <summary>
/// Random numbers by counting (Philox4x32-10): number i of a stream is a pure function of (seed, stream, i), so the position is all there is to save, and the
/// numbers do not depend on how many are drawn at a time.
/// </summary>
public sealed class RandomSource(ulong seed, ulong stream)
{
    public ulong Seed { get; } = seed;

    /// <summary>Streams of one seed are independent.</summary>
    public ulong Stream { get; } = stream;

    /// <summary>How many numbers have been drawn.</summary>
    public ulong Position { get; set; }

    /// <summary>Standard normal numbers, drawn on the device.</summary>
    public Tensor Normal(Device device, Shape shape)
    {
        Tensor result = Tensor.Uninitialized(device, shape);
        device.Backend.RandomNormal(Seed, Stream, Advance(device, shape.Count), result.Data);
        return result;
    }

    /// <summary>Uniform numbers in [0, 1), drawn on the device.</summary>
    public Tensor Uniform(Device device, Shape shape)
    {
        Tensor result = Tensor.Uninitialized(device, shape);
        device.Backend.RandomUniform(Seed, Stream, Advance(device, shape.Count), result.Data);
        return result;
    }

    /// <summary>Standard normal numbers, drawn on the host: for weights and latents that must not depend on the device.</summary>
    public void FillNormal(Span<float> values)
    {
        RandomNumbers.Normal(Seed, Stream, Position, values);
        Position += (ulong)values.Length;
    }

    /// <summary>The position in memory, as the bits of two words, and count numbers on; in a recorded step at each time it is run.</summary>
    private Slice Advance(Device device, int count) => device.Feed(2, words =>
    {
        words[0] = BitConverter.UInt32BitsToSingle((uint)Position);
        words[1] = BitConverter.UInt32BitsToSingle((uint)(Position >> 32));
        Position += (ulong)count;
    });
}
