using System.Numerics;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>total[i] = ((part₀[i] + part₁[i]) + part₂[i]) + …, always in this order.</summary>
internal static unsafe class PartialSums
{
    private const int ItemLength = 16_384;

    public static void Add(CpuContext context, float* sums, int parts, long length, float* total) =>
        context.Threads.For(checked((int)((length + ItemLength - 1) / ItemLength)), (item, _) =>
        {
            long last = Math.Min(length, (item + 1L) * ItemLength);
            long i = (long)item * ItemLength;
            for (; i + Vector<float>.Count <= last; i += Vector<float>.Count)
            {
                Vector<float> sum = Vector.Load(sums + i);
                for (int part = 1; part < parts; part++)
                    sum += Vector.Load(sums + part * length + i);
                sum.Store(total + i);
            }
            for (; i < last; i++)
            {
                float sum = sums[i];
                for (int part = 1; part < parts; part++)
                    sum += sums[part * length + i];
                total[i] = sum;
            }
        });
}
