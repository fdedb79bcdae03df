using ScratchGan.Kernels.Random;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// Arrays of random numbers: y[i] is a pure function of (seed, stream, position + i), so drawing 10 and then 6 equals drawing 16, on any number of threads.
/// </summary>
public static unsafe class RandomNumbers
{
    /// <summary>Blocks drawn together.</summary>
    private const int Blocks = 64;

    /// <summary>Uniform in [0, 1), in steps of 2⁻²⁴.</summary>
    public static void Uniform(CpuContext context, ulong seed, ulong stream, ulong position, float* y, int count) =>
        Draw(context, seed, stream, position, y, count, static (words, numbers) =>
        {
            for (int i = 0; i < 4 * Blocks; i++)
                numbers[i] = Philox.Uniform(words[i]);
        });

    /// <summary>Standard normal.</summary>
    public static void Normal(CpuContext context, ulong seed, ulong stream, ulong position, float* y, int count) =>
        Draw(context, seed, stream, position, y, count, static (words, numbers) =>
        {
            for (int i = 0; i < 4 * Blocks; i += 2)
                (numbers[i], numbers[i + 1]) = Philox.Normals(words[i], words[i + 1]);
        });

    /// <summary>Numbers from the words of whole blocks.</summary>
    private delegate void Conversion(uint* words, float* numbers);

    /// <summary>Pieces of 256 numbers, cut where position + i is a multiple of 256; of the first and last only a part is wanted.</summary>
    private static void Draw(CpuContext context, ulong seed, ulong stream, ulong position, float* y, int count, Conversion convert) =>
        Chunks.For(context, count, (start, length) =>
        {
            uint* words = stackalloc uint[4 * Blocks];
            float* numbers = stackalloc float[4 * Blocks];
            for (int done = 0; done < length;)
            {
                ulong at = position + (ulong)(start + done);
                int skip = (int)(at % (4 * Blocks));
                int taken = Math.Min(4 * Blocks - skip, length - done);
                PhiloxBlocks.Fill(seed, stream, (at - (ulong)skip) / 4, words, Blocks);
                convert(words, numbers);
                new ReadOnlySpan<float>(numbers + skip, taken).CopyTo(new Span<float>(y + start + done, taken));
                done += taken;
            }
        });
}
