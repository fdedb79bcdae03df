using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// Consecutive blocks of a <see cref="Philox"/> stream, a block to a lane of 64 bits: a word sits in the lower half, and a product of two words fills the
/// lane.
/// </summary>
internal static unsafe class PhiloxBlocks
{
    /// <summary>words[4k .. 4k + 3] = block first + k, for as many blocks as fit.</summary>
    public static void Fill(ulong seed, ulong stream, ulong first, uint* words, int blocks)
    {
        int lanes = Vector<ulong>.Count;
        int k = 0;
        for (; k <= blocks - lanes; k += lanes)
            Block(seed, stream, first + (ulong)k, words + 4 * k);
        for (; k < blocks; k++)
            ((PhiloxBlock*)words)[k] = Philox.Block(seed, stream, first + (ulong)k);
    }

    private static void Block(ulong seed, ulong stream, ulong first, uint* words)
    {
        Vector<ulong> word = new(uint.MaxValue);
        Vector<ulong> number = new Vector<ulong>(first) + Vector.CreateSequence(0UL, 1UL);
        Vector<ulong> x = number & word;
        Vector<ulong> y = number >>> 32;
        Vector<ulong> z = new(stream & uint.MaxValue);
        Vector<ulong> w = new(stream >> 32);
        uint key0 = (uint)seed;
        uint key1 = (uint)(seed >> 32);
        for (int round = 0; round < Philox.Rounds; round++)
        {
            Vector<ulong> xProduct = Product(x, Philox.M0);
            Vector<ulong> zProduct = Product(z, Philox.M1);
            x = (zProduct >>> 32) ^ y ^ new Vector<ulong>(key0);
            y = zProduct & word;
            z = (xProduct >>> 32) ^ w ^ new Vector<ulong>(key1);
            w = xProduct & word;
            key0 += Philox.Weyl0;
            key1 += Philox.Weyl1;
        }

        // Words x and y, then z and w, side by side: two of the four lie as they shall.
        Vector<ulong> low = x | y << 32;
        Vector<ulong> high = z | w << 32;
        ulong* pairs = (ulong*)words;
        for (int lane = 0; lane < Vector<ulong>.Count; lane++)
        {
            pairs[2 * lane] = low[lane];
            pairs[2 * lane + 1] = high[lane];
        }
    }

    /// <summary>The whole product of two words: AVX2 has it as one instruction, a 64-bit product in general takes several.</summary>
    private static Vector<ulong> Product(Vector<ulong> a, uint b) =>
        Avx2.IsSupported && Vector<ulong>.Count == 4
            ? Avx2.Multiply(a.AsVector256().AsUInt32(), Vector256.Create((ulong)b).AsUInt32()).AsVector()
            : a * new Vector<ulong>(b);
}
