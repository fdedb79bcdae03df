using ILGPU;

namespace ScratchGan.Kernels.Gpu;

public static partial class Elementwise
{
    /// <summary>
    /// y[i] = values[i] for the first values.Length elements of y. The numbers travel as arguments of the kernel, 16 a launch: unlike a copy from the host this
    /// neither waits for what is queued nor needs page-locked memory, so it suits a learning rate or a loss weight. A recording keeps the numbers it was made
    /// with.
    /// </summary>
    /// <exception cref="ArgumentException">more values than y has room for</exception>
    public static void Write(GpuContext context, ReadOnlySpan<float> values, ArrayView<float> y)
    {
        if (values.Length > y.Length)
            throw new ArgumentException($"{values.Length} values do not fit {y.Length} elements");
        for (int start = 0; start < values.Length; start += SixteenNumbers.Count)
        {
            int count = Math.Min(SixteenNumbers.Count, values.Length - start);
            context.Launch(WriteKernel, GpuContext.ForEach(count), new SixteenNumbers(values.Slice(start, count)), y.SubView(start, count));
        }
    }

    private static void WriteKernel(SixteenNumbers values, ArrayView<float> y)
    {
        int i = Grid.GlobalIndex.X;
        if (i < y.IntLength)
            y[i] = values.At(i);
    }
}

/// <summary>Up to sixteen numbers as one argument of a kernel; those that are not given are 0.</summary>
public readonly struct SixteenNumbers
{
    public const int Count = 16;

    private readonly Float4 _a;
    private readonly Float4 _b;
    private readonly Float4 _c;
    private readonly Float4 _d;

    public SixteenNumbers(ReadOnlySpan<float> values)
    {
        Span<float> all = stackalloc float[Count];
        all.Clear();
        values.CopyTo(all);
        _a = Four(all);
        _b = Four(all[4..]);
        _c = Four(all[8..]);
        _d = Four(all[12..]);
    }

    /// <summary>Number i, 0 ≤ i &lt; 16, chosen by the bits of i: fields in registers have no addresses.</summary>
    public float At(int i)
    {
        Float4 four = (i & 8) == 0 ? (i & 4) == 0 ? _a : _b : (i & 4) == 0 ? _c : _d;
        return (i & 2) == 0 ? (i & 1) == 0 ? four.X : four.Y : (i & 1) == 0 ? four.Z : four.W;
    }

    private static Float4 Four(ReadOnlySpan<float> values) => new(values[0], values[1], values[2], values[3]);
}
