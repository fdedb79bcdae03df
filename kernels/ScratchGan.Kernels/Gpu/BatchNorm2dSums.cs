using ILGPU;

namespace ScratchGan.Kernels.Gpu;

public static partial class BatchNorm2d
{
    /// <summary>Threads that do the first half of a sum over a group: the root of its size, so that both halves take as many additions.</summary>
    private const int Adders = 16;

    /// <summary>
    /// The sum of the values of all threads of a group, in an order fixed by its size: each of 16 threads adds 16 values, then every thread adds the 16 sums.
    /// Two steps with three barriers instead of a binary tree's eight with nine. All threads of the group have to call it.
    /// </summary>
    /// <param name="shared">room for one pair a thread; free again afterwards</param>
    private static Pair GroupSum(ArrayView<Pair> shared, Pair value)
    {
        int thread = Group.IdxX;
        shared[thread] = value;
        Group.Barrier();
        if (thread < Adders)
        {
            // Entry `thread` is read by this thread alone.
            Pair sum = default;
            for (int i = thread; i < GpuContext.GroupSize; i += 4 * Adders)
                sum = sum.Plus(shared[i].Plus(shared[i + Adders]).Plus(shared[i + 2 * Adders].Plus(shared[i + 3 * Adders])));
            shared[thread] = sum;
        }
        Group.Barrier();
        Pair total = default;
        for (int i = 0; i < Adders; i += 4)
            total = total.Plus(shared[i].Plus(shared[i + 1]).Plus(shared[i + 2].Plus(shared[i + 3])));
        Group.Barrier();
        return total;
    }

    /// <summary>Two numbers that are summed, or stored, together.</summary>
    internal readonly struct Pair(float first, float second)
    {
        public float First { get; } = first;

        public float Second { get; } = second;

        public Pair Plus(Pair other) => new(First + other.First, Second + other.Second);
    }
}
