using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using ScratchGan.Kernels.Cpu;

namespace ScratchGan.Benchmarks.Peak;

/// <summary>GB/s of three walks through memory; bytes that the program reads or writes, not those that a cache fetches before a write.</summary>
/// <param name="Copy">c = a</param>
/// <param name="Triad">a = b + s·c</param>
/// <param name="Read">Σ a</param>
internal readonly record struct MemoryRates(double Copy, double Triad, double Read)
{
    public double Best => Math.Max(Copy, Math.Max(Triad, Read));
}

/// <summary>What memory delivers at most, on three arrays that are larger than any cache (McCalpin's STREAM).</summary>
internal sealed unsafe class MemoryPeak : IDisposable
{
    private const int Rounds = 5;
    private const nuint Alignment = 64;

    /// <summary>Handed out one by one: 4 MiB.</summary>
    private const int Piece = 1 << 20;

    private const float Factor = 0.5f;

    private readonly KernelThreads _threads;
    private readonly int _pieces;
    private readonly float* _a;
    private readonly float* _b;
    private readonly float* _c;
    private readonly float[] _sums;

    private MemoryPeak(int threads, int mebibytes)
    {
        _threads = new KernelThreads(threads);
        _pieces = (int)(((long)mebibytes << 20) / sizeof(float) / Piece);
        _sums = new float[_pieces];
        _a = Filled(1f);
        _b = Filled(2f);
        _c = Filled(3f);
    }

    /// <param name="mebibytes">of one array</param>
    public static MemoryRates Measure(int threads, int mebibytes)
    {
        using var memory = new MemoryPeak(threads, mebibytes);
        return new MemoryRates(memory.Rate(2, memory.Copy), memory.Rate(3, memory.Triad), memory.Rate(1, memory.Read));
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_a);
        NativeMemory.AlignedFree(_b);
        NativeMemory.AlignedFree(_c);
        _threads.Dispose();
    }

    /// <summary>The best of a few rounds.</summary>
    private double Rate(int arrays, Action<int> piece)
    {
        double best = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            _threads.For(_pieces, (item, _) => piece(item * Piece));
            double bytes = (double)arrays * _pieces * Piece * sizeof(float);
            best = Math.Max(best, bytes / Stopwatch.GetElapsedTime(start).TotalSeconds * 1e-9);
        }
        return best;
    }

    private void Copy(int start) => new ReadOnlySpan<float>(_a + start, Piece).CopyTo(new Span<float>(_c + start, Piece));

    private void Triad(int start)
    {
        for (int i = start; i < start + Piece; i += Vector<float>.Count)
            Vector.StoreAligned(Vector.LoadAligned(_b + i) + Factor * Vector.LoadAligned(_c + i), _a + i);
    }

    /// <summary>Four sums, so that no addition waits for the one before.</summary>
    private void Read(int start)
    {
        int lanes = Vector<float>.Count;
        Vector<float> sum0 = Vector<float>.Zero;
        Vector<float> sum1 = Vector<float>.Zero;
        Vector<float> sum2 = Vector<float>.Zero;
        Vector<float> sum3 = Vector<float>.Zero;
        for (int i = start; i < start + Piece; i += 4 * lanes)
        {
            sum0 += Vector.LoadAligned(_a + i);
            sum1 += Vector.LoadAligned(_a + i + lanes);
            sum2 += Vector.LoadAligned(_a + i + 2 * lanes);
            sum3 += Vector.LoadAligned(_a + i + 3 * lanes);
        }
        _sums[start / Piece] = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
    }

    private float* Filled(float value)
    {
        float* array = (float*)NativeMemory.AlignedAlloc((nuint)_pieces * Piece * sizeof(float), Alignment);
        _threads.For(_pieces, (item, _) => new Span<float>(array + item * Piece, Piece).Fill(value));
        return array;
    }
}
