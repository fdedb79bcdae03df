using ILGPU;
using ILGPU.Runtime;

namespace ScratchGan.Kernels.Gpu;

/// <summary>Looks for values that are not finite, at the speed of reading memory.</summary>
public static class Finite
{
    private const int None = int.MaxValue;

    /// <summary>Groups at most, for each that the device can work on at once.</summary>
    private const int Waves = 4;

    /// <summary>The index of the first NaN or infinity, −1 when there is none. Waits for the answer: one number of each group of threads.</summary>
    /// <exception cref="InvalidOperationException">in a recording, where nothing can be read back</exception>
    public static int FirstNonFinite(GpuContext context, ArrayView<float> x)
    {
        if (context.IsRecording)
            throw new InvalidOperationException("while a step is recorded, values cannot be searched for NaN and infinity: the answer cannot be read back");
        int groups = Math.Min(GpuContext.ForEach((x.IntLength + 3) / 4).GridDim.X, Waves * context.Parallelism);
        ArrayView<int> found = context.Scratch(groups).Cast<int>();
        context.Launch(Kernel, new KernelConfig(groups, GpuContext.GroupSize), x, found);
        int[] first = new int[groups];
        found.CopyToCPU(context.Stream, first);
        int least = first.Min();
        return least == None ? -1 : least;
    }

    /// <summary>found[group] = the least index that the group's threads have seen.</summary>
    private static void Kernel(ArrayView<float> x, ArrayView<int> found)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(GpuContext.GroupSize);
        int thread = Group.IdxX;
        int quads = x.IntLength >> 2;
        int least = None;
        for (int quad = Grid.GlobalIndex.X; quad < quads; quad += Grid.DimX * GpuContext.GroupSize)
        {
            Float4 v = x.Cast<Float4>()[quad];
            int i = quad << 2;
            least = Math.Min(least, Math.Min(Math.Min(Seen(v.X, i), Seen(v.Y, i + 1)), Math.Min(Seen(v.Z, i + 2), Seen(v.W, i + 3))));
        }
        int last = (quads << 2) + Grid.GlobalIndex.X;
        if (last < x.IntLength)
            least = Math.Min(least, Seen(x[last], last));
        shared[thread] = least;
        Group.Barrier();
        for (int distance = GpuContext.GroupSize >> 1; distance > 0; distance >>= 1)
        {
            if (thread < distance)
                shared[thread] = Math.Min(shared[thread], shared[thread + distance]);
            Group.Barrier();
        }
        if (thread == 0)
            found[Grid.IdxX] = shared[0];
    }

    /// <summary>An exponent of all ones is an infinity or NaN; asked of the bits, which no compiler's idea of fast mathematics can change.</summary>
    private static int Seen(float value, int i) => (BitConverter.SingleToInt32Bits(value) & 0x7F800000) == 0x7F800000 ? i : None;
}
