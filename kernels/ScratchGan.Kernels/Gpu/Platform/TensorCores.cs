using ILGPU;
using ILGPU.IR.Intrinsics;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// C + A·B for small matrices that the 32 threads of a warp hold together, on the tensor cores that CUDA devices have since Ampere; and copies from global to
/// shared memory that run beside the arithmetic. Each method is one instruction of PTX. The C# bodies are what ILGPU's simulator runs; OpenCL has neither.
/// <para>
/// Which thread holds what (PTX ISA, section "Matrix Fragments for mma.m16n8k8", .tf32), with g = lane / 4 and t = lane mod 4, as [row, column]:
/// </para>
/// <list type="table">
/// <item><term>A, 16×8</term><description>[g, t], [g + 8, t], [g, t + 4], [g + 8, t + 4]</description></item>
/// <item><term>B, 8×8</term><description>[t, g], [t + 4, g]</description></item>
/// <item><term>C, 16×8</term><description>[g, 2t], [g, 2t + 1], [g + 8, 2t], [g + 8, 2t + 1]</description></item>
/// </list>
/// TensorCoreTests.Fragments_lie_as_documented holds the layout against a plain product, on whichever device there is.
/// </summary>
public static partial class TensorCores
{
    /// <summary>Threads that hold a matrix together.</summary>
    public const int WarpSize = 32;

    /// <summary>
    /// C + A·B, products of TF32 numbers (8 bits of exponent, 10 of mantissa) summed as floats. The cores ignore the low 13 bits of what they multiply:
    /// for the nearest TF32 instead of the next towards zero, <see cref="Round"/> first. All threads of the warp must take part.
    /// </summary>
    [IntrinsicImplementation]
    public static Float4 MultiplyAdd(Float4 c, LeftFragment a, RightFragment b)
    {
        // Column k of A, for k and k + 4, lies with thread 4g + k; rows k and k + 4 of B's columns 2t and 2t + 1 with threads 4·2t + k and 4(2t + 1) + k.
        int left = Warp.LaneIdx & ~3;
        int right = (Warp.LaneIdx & 3) * 8;
        for (int k = 0; k < 4; k++)
        {
            LeftFragment row = Truncate(Warp.Shuffle(a, left + k));
            RightFragment even = Truncate(Warp.Shuffle(b, right + k));
            RightFragment odd = Truncate(Warp.Shuffle(b, right + 4 + k));
            c.X += row.V0 * even.V0 + row.V2 * even.V1;
            c.Y += row.V0 * odd.V0 + row.V2 * odd.V1;
            c.Z += row.V1 * even.V0 + row.V3 * even.V1;
            c.W += row.V1 * odd.V0 + row.V3 * odd.V1;
        }
        return c;
    }

    /// <summary>The nearest TF32 number, of two equally near ones the greater in magnitude; infinities and NaN stay what they are.</summary>
    [IntrinsicImplementation]
    public static float Round(float x) => float.IsFinite(x) ? Truncate(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(x) + (1 << 12))) : x;

    /// <summary>
    /// Begins a copy of 16 bytes from global to shared memory, or, with <paramref name="bytes"/> = 0, the writing of zeros there; both addresses are
    /// multiples of 16 and valid in either case. Over when <see cref="AwaitAllButTwo"/> says so.
    /// </summary>
    [IntrinsicImplementation]
    public static void BeginCopy(ref Float4 shared, ref Float4 global, int bytes) => shared = bytes == 0 ? default : global;

    /// <summary>Makes a batch of the copies that this thread has begun since the last one; a batch may be empty.</summary>
    [IntrinsicImplementation]
    public static void EndBatch()
    {
    }

    /// <summary>Waits for this thread's batches, except for the newest two. What other threads copied is there after the next barrier.</summary>
    [IntrinsicImplementation]
    public static void AwaitAllButTwo()
    {
    }

    private static LeftFragment Truncate(LeftFragment a) => new(Truncate(a.V0), Truncate(a.V1), Truncate(a.V2), Truncate(a.V3));

    private static RightFragment Truncate(RightFragment b) => new(Truncate(b.V0), Truncate(b.V1));

    private static float Truncate(float x) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(x) & ~((1 << 13) - 1));
}
