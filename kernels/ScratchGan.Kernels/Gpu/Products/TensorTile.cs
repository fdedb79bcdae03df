using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// The product on tensor cores, for CUDA: factors rounded to TF32, sums in floats, 16 terms of the sum at a time.
/// <para>
/// Two panels of each factor in shared memory take turns: while one is multiplied, the next piece is on its way from global memory into registers, then goes
/// into the other panel; one barrier a step. Half of the warps share a row of the tile's blocks, and each multiplies its rows with 32 columns.
/// </para>
/// </summary>
internal static class TensorTile
{
    public const int LargeSide = 128;
    public const int LargeThreads = 2 * LargeSide;
    public const int SmallSide = 64;
    public const int SmallThreads = 2 * SmallSide;

    /// <summary>Columns of a warp.</summary>
    private const int Columns = 32;

    /// <summary>128 × 128 results: 2 × 4 warps, 64 results a thread, 12 loads from shared memory for 32 instructions of the tensor cores.</summary>
    [LaunchBounds(LargeThreads, 2)]
    public static void LargeKernel<TLeft, TRight, TOutput>(TLeft left, TRight right, TOutput output, ProductGrid grid)
        where TLeft : struct, IOperand<TLeft>
        where TRight : struct, IOperand<TRight>
        where TOutput : struct, IProductOutput<TOutput>
    {
        ArrayView<Float4> lefts = SharedMemory.Allocate<Float4>(2 * LargeSide * TensorPanel.Depth / 4);
        ArrayView<Float4> rights = SharedMemory.Allocate<Float4>(2 * LargeSide * TensorPanel.Depth / 4);
        Multiply<TLeft, TRight, TOutput, TensorWarp64>(left, right, output, grid, lefts, rights);
    }

    /// <summary>
    /// 64 × 64 results: 2 × 2 warps, 32 results a thread, 8 loads for 16 instructions: for products with too few results to give every multiprocessor a
    /// large tile.
    /// </summary>
    [LaunchBounds(SmallThreads, 4)]
    public static void SmallKernel<TLeft, TRight, TOutput>(TLeft left, TRight right, TOutput output, ProductGrid grid)
        where TLeft : struct, IOperand<TLeft>
        where TRight : struct, IOperand<TRight>
        where TOutput : struct, IProductOutput<TOutput>
    {
        ArrayView<Float4> lefts = SharedMemory.Allocate<Float4>(2 * SmallSide * TensorPanel.Depth / 4);
        ArrayView<Float4> rights = SharedMemory.Allocate<Float4>(2 * SmallSide * TensorPanel.Depth / 4);
        Multiply<TLeft, TRight, TOutput, TensorWarp32>(left, right, output, grid, lefts, rights);
    }

    private static void Multiply<TLeft, TRight, TOutput, TWarp>(
        TLeft left, TRight right, TOutput output, ProductGrid grid, ArrayView<Float4> lefts, ArrayView<Float4> rights)
        where TLeft : struct, IOperand<TLeft>
        where TRight : struct, IOperand<TRight>
        where TOutput : struct, IProductOutput<TOutput>
        where TWarp : struct, ITensorWarp
    {
        int side = 2 * TWarp.Rows;
        int panel = side * TensorPanel.Depth / 4;
        int thread = Group.IdxX;
        int row = ((thread >> 5) & 1) * TWarp.Rows;
        int column = (thread >> 6) * Columns;
        int leftLane = row * TensorPanel.Depth / 4 + TensorPanel.Lane(thread & 31);
        int rightLane = column * TensorPanel.Depth / 4 + TensorPanel.Lane(thread & 31);
        ProductTile tile = grid.Tile();
        left = left.Problem(tile.Problem);
        right = right.Problem(tile.Problem);
        TensorFeed<TLeft> leftFeed = new(left, tile.Row * side, tile.FirstK, thread, side);
        TensorFeed<TRight> rightFeed = new(right, tile.Column * side, tile.FirstK, thread, side);
        int leftPlace = TensorFeed<TLeft>.Place(thread, side);
        int rightPlace = TensorFeed<TRight>.Place(thread, side);
        leftFeed.Load();
        rightFeed.Load();
        leftFeed.Put(lefts, leftPlace, true);
        rightFeed.Put(rights, rightPlace, false);
        Group.Barrier();

        TWarp warp = default;
        int buffer = 0;
        int end = tile.EndK(left.Depth);
        for (int k = tile.FirstK; k < end; k += TensorPanel.Depth)
        {
            // After the last step nobody uses what this loads; a condition would cost more, since the loaded registers would have two origins.
            leftFeed.Load();
            rightFeed.Load();
            TensorReader l = new(lefts, buffer + leftLane, TWarp.Rows);
            TensorReader r = new(rights, buffer + rightLane, Columns);
            warp.Add(l, r.Sixteen(0), r.Sixteen(1));
            buffer ^= panel;
            leftFeed.Put(lefts, buffer + leftPlace, true);
            rightFeed.Put(rights, buffer + rightPlace, false);
            Group.Barrier();
        }
        int m = tile.Row * side + row + ((thread >> 1) & 14);
        int n = tile.Column * side + column + ((thread & 3) << 2);
        warp.Store(output.Problem(tile.Problem, tile.Part), m, n);
    }
}
