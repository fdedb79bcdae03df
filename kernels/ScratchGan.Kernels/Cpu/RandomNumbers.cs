using ScratchGan.Kernels.Random;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// Arrays of random numbers: y[i] is a pure function of (seed, stream, position + i), so drawing 10 and then 6 equals drawing 16, on any number of threads.
/// </summary>
public static unsafe class RandomNumbers
{
    /// <summary>Uniform in [0, 1), in steps of 2⁻²⁴.</summary>
    public static void Uniform(CpuContext context, ulong seed, ulong stream, ulong position, float* y, int count) =>
        Chunks.For(context, count, (start, length) =>
        {
            float* four = stackalloc float[4];
            for (int i = start; i < start + length;)
            {
                ulong at = position + (ulong)i;
                PhiloxBlock block = Philox.Block(seed, stream, at >> 2);
                four[0] = Philox.Uniform(block.X);
                four[1] = Philox.Uniform(block.Y);
                four[2] = Philox.Uniform(block.Z);
                four[3] = Philox.Uniform(block.W);
                for (int word = (int)(at & 3); word < 4 && i < start + length; word++)
                    y[i++] = four[word];
            }
        });

    /// <summary>Standard normal.</summary>
    public static void Normal(CpuContext context, ulong seed, ulong stream, ulong position, float* y, int count) =>
        Chunks.For(context, count, (start, length) =>
        {
            float* four = stackalloc float[4];
            for (int i = start; i < start + length;)
            {
                ulong at = position + (ulong)i;
                PhiloxBlock block = Philox.Block(seed, stream, at >> 2);
                (four[0], four[1]) = Philox.Normals(block.X, block.Y);
                (four[2], four[3]) = Philox.Normals(block.Z, block.W);
                for (int word = (int)(at & 3); word < 4 && i < start + length; word++)
                    y[i++] = four[word];
            }
        });
}
