using System.Runtime.InteropServices;
using Xunit;

namespace ScratchGan.Tests.Kernels;

/// <summary>Native memory for a kernel's argument, with guard numbers behind it that a kernel must leave alone.</summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    private const int GuardLength = 64;
    private const float Guard = 1234.5f;

    public FloatBuffer(long length)
    {
        Length = checked((int)length);
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)(Length + GuardLength) * sizeof(float), 64);
        Span.Fill(float.NaN);
        new Span<float>(Pointer + Length, GuardLength).Fill(Guard);
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Length);

    /// <summary>Uniform numbers in [−1, 1).</summary>
    public static FloatBuffer Random(long length, int seed)
    {
        var buffer = new FloatBuffer(length);
        var random = new Random(seed);
        foreach (ref float value in buffer.Span)
            value = 2 * random.NextSingle() - 1;
        return buffer;
    }

    public static FloatBuffer From(ReadOnlySpan<float> values)
    {
        var buffer = new FloatBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    /// <summary>The numbers, after a check that nothing was written behind them.</summary>
    public float[] ToArray()
    {
        Assert.True(new Span<float>(Pointer + Length, GuardLength).IndexOfAnyExcept(Guard) < 0, "written behind the end");
        return Span.ToArray();
    }

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
