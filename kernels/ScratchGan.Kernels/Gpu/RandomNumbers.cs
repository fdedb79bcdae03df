using ILGPU;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// Arrays of random numbers: y[i] is the same pure function of (seed, stream, position + i) as on the CPU. The position is read from memory, as the bits of its
/// low and its high 32-bit word in two floats, so that a recorded launch draws new numbers each time it is run. A thread draws one block of four numbers, of
/// which the first thread's may begin before the position, and the last one's end behind the array.
/// </summary>
public static class RandomNumbers
{
    /// <summary>Uniform in [0, 1), in steps of 2⁻²⁴.</summary>
    public static void Uniform(GpuContext context, ulong seed, ulong stream, ArrayView<float> position, ArrayView<float> y) =>
        context.Launch(UniformKernel, GpuContext.ForEach(Blocks(y)), seed, stream, position, y);

    /// <summary>Standard normal.</summary>
    public static void Normal(GpuContext context, ulong seed, ulong stream, ArrayView<float> position, ArrayView<float> y) =>
        context.Launch(NormalKernel, GpuContext.ForEach(Blocks(y)), seed, stream, position, y);

    /// <summary>The blocks that hold y wherever it begins: up to three numbers of the first are left out.</summary>
    private static int Blocks(ArrayView<float> y) => (y.IntLength + 3 + 3) / 4;

    private static void UniformKernel(ulong seed, ulong stream, ArrayView<float> position, ArrayView<float> y)
    {
        ulong first = Position(position);
        PhiloxBlock words = Block(seed, stream, first);
        Store(y, first, new Float4(Philox.Uniform(words.X), Philox.Uniform(words.Y), Philox.Uniform(words.Z), Philox.Uniform(words.W)));
    }

    private static void NormalKernel(ulong seed, ulong stream, ArrayView<float> position, ArrayView<float> y)
    {
        ulong first = Position(position);
        PhiloxBlock words = Block(seed, stream, first);
        (float x0, float x1) = Philox.Normals(words.X, words.Y);
        (float x2, float x3) = Philox.Normals(words.Z, words.W);
        Store(y, first, new Float4(x0, x1, x2, x3));
    }

    private static ulong Position(ArrayView<float> words) => Interop.FloatAsInt(words[0]) | (ulong)Interop.FloatAsInt(words[1]) << 32;

    private static PhiloxBlock Block(ulong seed, ulong stream, ulong position) => Philox.Block(seed, stream, (position >> 2) + (ulong)Grid.GlobalIndex.X);

    /// <summary>The thread's four numbers, as far as they lie in y.</summary>
    private static void Store(ArrayView<float> y, ulong position, Float4 numbers)
    {
        int i = 4 * Grid.GlobalIndex.X - (int)(position & 3);
        StoreInside(y, i, numbers.X);
        StoreInside(y, i + 1, numbers.Y);
        StoreInside(y, i + 2, numbers.Z);
        StoreInside(y, i + 3, numbers.W);
    }

    private static void StoreInside(ArrayView<float> y, int i, float number)
    {
        if (i >= 0 && i < y.IntLength)
            y[i] = number;
    }
}
