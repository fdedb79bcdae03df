using ILGPU;
using ILGPU.Util;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>A lane's right operands of 64 columns and eight terms.</summary>
internal struct CopiedColumns
{
    public RightFragment Eight0;
    public RightFragment Eight1;
    public RightFragment Eight2;
    public RightFragment Eight3;
    public RightFragment Eight4;
    public RightFragment Eight5;
    public RightFragment Eight6;
    public RightFragment Eight7;

    public static CopiedColumns Of<TMatrix>(CopiedReader<TMatrix> reader, int half)
        where TMatrix : struct, IAlignedMatrix => new()
        {
            Eight0 = reader.Right(0, half),
            Eight1 = reader.Right(1, half),
            Eight2 = reader.Right(2, half),
            Eight3 = reader.Right(3, half),
            Eight4 = reader.Right(4, half),
            Eight5 = reader.Right(5, half),
            Eight6 = reader.Right(6, half),
            Eight7 = reader.Right(7, half),
        };
}

/// <summary>A warp's 16 × 64 results.</summary>
internal struct CopiedStrip
{
    private Float4 _eight0;
    private Float4 _eight1;
    private Float4 _eight2;
    private Float4 _eight3;
    private Float4 _eight4;
    private Float4 _eight5;
    private Float4 _eight6;
    private Float4 _eight7;

    public void Add(LeftFragment left, CopiedColumns right)
    {
        _eight0 = TensorCores.MultiplyAdd(_eight0, left, right.Eight0);
        _eight1 = TensorCores.MultiplyAdd(_eight1, left, right.Eight1);
        _eight2 = TensorCores.MultiplyAdd(_eight2, left, right.Eight2);
        _eight3 = TensorCores.MultiplyAdd(_eight3, left, right.Eight3);
        _eight4 = TensorCores.MultiplyAdd(_eight4, left, right.Eight4);
        _eight5 = TensorCores.MultiplyAdd(_eight5, left, right.Eight5);
        _eight6 = TensorCores.MultiplyAdd(_eight6, left, right.Eight6);
        _eight7 = TensorCores.MultiplyAdd(_eight7, left, right.Eight7);
    }

    /// <param name="m">the lane's upper row</param>
    /// <param name="n">the strip's first column</param>
    public readonly void Store<TOutput>(TOutput output, int m, int n)
        where TOutput : struct, IProductOutput<TOutput>
    {
        Store(output, m, n, _eight0);
        Store(output, m, n + 8, _eight1);
        Store(output, m, n + 16, _eight2);
        Store(output, m, n + 24, _eight3);
        Store(output, m, n + 32, _eight4);
        Store(output, m, n + 40, _eight5);
        Store(output, m, n + 48, _eight6);
        Store(output, m, n + 56, _eight7);
    }

    /// <summary>
    /// A lane has two neighbours of row m and two of row m + 8, the next lane the two after each: an even lane gives its lower pair for the upper one of the
    /// odd lane, and each can store a quad.
    /// </summary>
    private static void Store<TOutput>(TOutput output, int m, int n, Float4 results)
        where TOutput : struct, IProductOutput<TOutput>
    {
        int lane = Warp.LaneIdx;
        bool isOdd = (lane & 1) != 0;
        float x = Warp.ShuffleXor(Utilities.Select(isOdd, results.X, results.Z), 1);
        float y = Warp.ShuffleXor(Utilities.Select(isOdd, results.Y, results.W), 1);
        output.Store(
            m + ((lane & 1) << 3), n + ((lane & 2) << 1),
            new Float4(
                Utilities.Select(isOdd, x, results.X), Utilities.Select(isOdd, y, results.Y), Utilities.Select(isOdd, results.Z, x),
                Utilities.Select(isOdd, results.W, y)));
    }
}
