using System.Numerics;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// The last elements of a loop, fewer than a vector: they are padded to a whole one and go through the same vector code as all others,
/// so the value of an element never depends on where it lies.
/// </summary>
internal static unsafe class VectorTail
{
    public static Vector<float> Load(float* from, int count, float padding = 0f)
    {
        Vector<float> v = new(padding);
        for (int k = 0; k < count; k++)
            ((float*)&v)[k] = from[k];
        return v;
    }

    public static void Store(Vector<float> v, float* to, int count)
    {
        for (int k = 0; k < count; k++)
            to[k] = ((float*)&v)[k];
    }
}
