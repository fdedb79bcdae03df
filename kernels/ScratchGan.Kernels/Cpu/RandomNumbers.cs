using System.Numerics;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// Arrays of random numbers: y[i] is a pure function of (seed, stream, position + i), so drawing 10 and then 6 equals drawing 16, on any number of threads.
/// </summary>
public static unsafe class RandomNumbers
{
    /// <summary>Blocks drawn together; whole vectors of pairs of words, of any width.</summary>
    private const int Blocks = 64;

    /// <summary>Uniform in [0, 1), in steps of 2⁻²⁴.</summary>
    public static void Uniform(CpuContext context, ulong seed, ulong stream, ulong position, float* y, int count) =>
        Chunks.For(context, count, (start, length) => Draw(seed, stream, position + (ulong)start, y + start, length, ToUniform));

    /// <summary>Standard normal.</summary>
    public static void Normal(CpuContext context, ulong seed, ulong stream, ulong position, float* y, int count) =>
        Chunks.For(context, count, (start, length) => Draw(seed, stream, position + (ulong)start, y + start, length, ToNormal));

    /// <summary>Standard normal, on the calling thread alone.</summary>
    public static void Normal(ulong seed, ulong stream, ulong position, Span<float> y)
    {
        fixed (float* to = y)
            Draw(seed, stream, position, to, y.Length, ToNormal);
    }

    /// <summary>Numbers from the words of whole blocks.</summary>
    private delegate void Conversion(uint* words, float* numbers);

    /// <summary>Pieces of 256 numbers, cut where the position is a multiple of 256; of the first and last only a part is wanted.</summary>
    private static void Draw(ulong seed, ulong stream, ulong position, float* y, int count, Conversion convert)
    {
        uint* words = stackalloc uint[4 * Blocks];
        float* numbers = stackalloc float[4 * Blocks];
        for (int done = 0; done < count;)
        {
            ulong at = position + (ulong)done;
            int skip = (int)(at % (4 * Blocks));
            int taken = Math.Min(4 * Blocks - skip, count - done);
            PhiloxBlocks.Fill(seed, stream, (at - (ulong)skip) / 4, words, Blocks);
            convert(words, numbers);
            new ReadOnlySpan<float>(numbers + skip, taken).CopyTo(new Span<float>(y + done, taken));
            done += taken;
        }
    }

    private static void ToUniform(uint* words, float* numbers)
    {
        for (int i = 0; i < 4 * Blocks; i++)
            numbers[i] = Philox.Uniform(words[i]);
    }

    /// <summary>A lane of 64 bits holds the two words of a pair, and then its two normals.</summary>
    private static void ToNormal(uint* words, float* numbers)
    {
        int lanes = Vector<float>.Count;
        for (int i = 0; i < 4 * Blocks; i += 2 * lanes)
        {
            Vector<ulong> low = Vector.Load((ulong*)(words + i));
            Vector<ulong> high = Vector.Load((ulong*)(words + i + lanes));
            (Vector<float> cosine, Vector<float> sine) = Philox.Normals(Vector.Narrow(low, high), Vector.Narrow(low >>> 32, high >>> 32));
            Vector.Widen(Vector.AsVectorUInt32(cosine), out Vector<ulong> firstLow, out Vector<ulong> firstHigh);
            Vector.Widen(Vector.AsVectorUInt32(sine), out Vector<ulong> secondLow, out Vector<ulong> secondHigh);
            Vector.Store(firstLow | secondLow << 32, (ulong*)(numbers + i));
            Vector.Store(firstHigh | secondHigh << 32, (ulong*)(numbers + i + lanes));
        }
    }
}
