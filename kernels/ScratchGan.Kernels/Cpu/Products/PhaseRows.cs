using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>One row of pixels dealt out to the phases of its columns: target[t] = row[first + σ·t] where that is inside the row, 0 elsewhere.</summary>
internal static unsafe class PhaseRows
{
    /// <summary>σ = 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* row, int width, int first, float* target, int pitch)
    {
        int begin = Math.Clamp(-first, 0, pitch);
        int end = Math.Clamp(width - first, begin, pitch);
        Clear(target, 0, begin);
        Panels.Copy(row + first + begin, target + begin, end - begin);
        Clear(target, end, pitch);
    }

    /// <summary>σ = 2, both phases: t0 starts at pixel <paramref name="first"/> ≤ 0, t1 at the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(float* row, int width, int first, float* t0, float* t1, int pitch)
    {
        // Pixels 2k and 2k + 1 go to places evenShift + k and oddShift + k.
        bool startsEven = (first & 1) == 0;
        float* evens = startsEven ? t0 : t1;
        float* odds = startsEven ? t1 : t0;
        int evenShift = startsEven ? -first / 2 : (-first - 1) / 2;
        int oddShift = startsEven ? -first / 2 : (1 - first) / 2;
        int evenEnd = Math.Min(pitch, evenShift + (width + 1) / 2);
        int oddEnd = Math.Min(pitch, oddShift + width / 2);
        int pairs = Math.Min(evenEnd - evenShift, oddEnd - oddShift);

        int k = 0;
        if (Avx2.IsSupported)
        {
            for (; k + 8 <= pairs; k += 8)
            {
                Vector256<float> low = Avx.LoadVector256(row + 2 * k);
                Vector256<float> high = Avx.LoadVector256(row + 2 * k + 8);
                Avx.Store(evens + evenShift + k, Join(Avx.Shuffle(low, high, 0x88)));
                Avx.Store(odds + oddShift + k, Join(Avx.Shuffle(low, high, 0xDD)));
            }
            for (; k + 4 <= pairs; k += 4)
            {
                Vector128<float> low = Sse.LoadVector128(row + 2 * k);
                Vector128<float> high = Sse.LoadVector128(row + 2 * k + 4);
                Sse.Store(evens + evenShift + k, Sse.Shuffle(low, high, 0x88));
                Sse.Store(odds + oddShift + k, Sse.Shuffle(low, high, 0xDD));
            }
        }
        for (int even = k; evenShift + even < evenEnd; even++)
            evens[evenShift + even] = row[2 * even];
        for (int odd = k; oddShift + odd < oddEnd; odd++)
            odds[oddShift + odd] = row[2 * odd + 1];

        Clear(evens, 0, Math.Min(evenShift, pitch));
        Clear(odds, 0, Math.Min(oddShift, pitch));
        Clear(evens, Math.Max(0, evenEnd), pitch);
        Clear(odds, Math.Max(0, oddEnd), pitch);
    }

    /// <summary>Any σ, one phase.</summary>
    public static void Pick(float* row, int width, int first, int step, float* target, int pitch)
    {
        int pixel = first;
        for (int t = 0; t < pitch; t++, pixel += step)
            target[t] = pixel >= 0 && pixel < width ? row[pixel] : 0;
    }

    /// <summary>Zeros at places begin … end − 1; there are only a few.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(float* target, int begin, int end)
    {
        for (; begin + 8 <= end; begin += 8)
            Vector256<float>.Zero.Store(target + begin);
        for (; begin < end; begin++)
            target[begin] = 0;
    }

    /// <summary>Puts the four pairs of a shuffle within both halves into their order: 0 2 1 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Join(Vector256<float> pairs) => Avx2.Permute4x64(pairs.AsDouble(), 0b11_01_10_00).AsSingle();
}
