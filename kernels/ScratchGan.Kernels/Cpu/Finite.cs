using System.Numerics;

namespace ScratchGan.Kernels.Cpu;

/// <summary>Looks for values that are not finite, at the speed of reading memory.</summary>
public static unsafe class Finite
{
    /// <summary>The index of the first NaN or infinity, −1 when there is none.</summary>
    public static int FirstNonFinite(CpuContext context, float* x, int count)
    {
        int found = int.MaxValue;
        Chunks.For(context, count, (start, length) =>
        {
            if (AllFinite(x + start, length))
                return;
            int at = start;
            while (float.IsFinite(x[at]))
                at++;
            int seen;
            while (at < (seen = Volatile.Read(ref found)) && Interlocked.CompareExchange(ref found, at, seen) != seen)
            {
            }
        });
        return found == int.MaxValue ? -1 : found;
    }

    /// <summary>x − x is 0 for a finite number and NaN for any other, and a sum with a NaN in it stays NaN.</summary>
    private static bool AllFinite(float* x, int count)
    {
        int lanes = Vector<float>.Count;
        Vector<float> sum0 = Vector<float>.Zero;
        Vector<float> sum1 = Vector<float>.Zero;
        int i = 0;
        for (; i <= count - 2 * lanes; i += 2 * lanes)
        {
            Vector<float> a = Vector.Load(x + i);
            Vector<float> b = Vector.Load(x + i + lanes);
            sum0 += a - a;
            sum1 += b - b;
        }
        for (; i < count; i++)
            sum0 += new Vector<float>(x[i] - x[i]);
        return Vector.EqualsAll(sum0 + sum1, Vector<float>.Zero);
    }
}
