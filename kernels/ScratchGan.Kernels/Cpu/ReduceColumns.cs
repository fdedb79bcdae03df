using System.Numerics;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

// A matrix of "rows" (every index of the reduced axes) and "width" columns (the last kept axis), for every index of the other kept axes ("panel").

/// <summary>
/// A reduction whose last axis is kept: contiguous rows are combined column by column, so a lane of a vector is a result. Work is cut into strips of columns
/// and, when there are many rows, segments of rows; the partial rows of segments, and of the blocks of a segment, are combined in pairs.
/// </summary>
internal static unsafe class ReduceColumns
{
    /// <summary>Columns of a strip: one partial row is 2 KiB and stays in the first-level cache.</summary>
    private const int Strip = 512;

    /// <summary>Rows combined one after another into a partial row.</summary>
    private const int Block = 32;

    /// <summary>Numbers of one segment.</summary>
    private const int Segment = 65536;

    public static void Run<TReduction>(CpuContext context, TReduction reduction, ReductionGeometry geometry, float* x, float* y)
        where TReduction : struct, IReduction
    {
        int width = geometry.Kept[^1];
        int panels = geometry.KeptCount / width;
        int rows = geometry.ReducedCount;
        int strips = Chunks.Count(width, Strip);
        int segmentRows = Math.Max(Block, Segment / Math.Min(width, Strip) / Block * Block);
        int segments = Chunks.Count(rows, segmentRows);
        int levels = BitOperations.Log2((uint)(segmentRows / Block)) + 2;
        float* partial = segments == 1 ? y : context.Workspace.Shared((long)segments * geometry.KeptCount);

        int items = panels * strips * segments;
        int together = Math.Max(1, Chunks.Length / (int)Math.Min(Chunks.Length, (long)Math.Min(rows, segmentRows) * Math.Min(width, Strip)));
        context.Threads.For(Chunks.Count(items, together), (chunk, lane) =>
        {
            float* scratch = context.Workspace.Lane(lane, (long)levels * Strip);
            for (int item = chunk * together; item < Math.Min(items, (chunk + 1) * together); item++)
            {
                int segment = item / (panels * strips);
                int panel = item / strips % panels;
                int start = item % strips * Strip;
                int first = segment * segmentRows;
                float* from = x + start + StridedDimensions.Place(panel, geometry.Kept[..^1], geometry.KeptStrides);
                float* to = partial + (nint)segment * geometry.KeptCount + (nint)panel * width + start;
                Combine(reduction, geometry, from, first, Math.Min(first + segmentRows, rows), Math.Min(Strip, width - start), scratch, to);
            }
        });

        if (segments > 1)
            Chunks.For(context, geometry.KeptCount, (start, length) =>
                Pairwise(reduction, partial + start, geometry.KeptCount, segments, y + start, length));
    }

    /// <summary>to = rows first..last−1 combined. A partial row of 2^level blocks waits in scratch at its level for another of its size.</summary>
    private static void Combine<TReduction>(
        TReduction reduction, ReductionGeometry geometry, float* x, int first, int last, int width, float* scratch, float* to)
        where TReduction : struct, IReduction
    {
        int blocks = 0;
        for (int row = first; row < last; row += Block, blocks++)
        {
            int level = BitOperations.TrailingZeroCount(~blocks);
            float* free = scratch + (nint)level * Strip;
            CombineBlock(reduction, geometry, x, row, Math.Min(row + Block, last), width, free);
            for (int below = 0; below < level; below++)
                CombineRows(reduction, free, scratch + (nint)below * Strip, free, width);
        }
        int lowest = BitOperations.TrailingZeroCount(blocks);
        for (int level = lowest + 1; blocks >> level != 0; level++)
            if ((blocks >> level & 1) != 0)
                CombineRows(reduction, scratch + (nint)lowest * Strip, scratch + (nint)level * Strip, scratch + (nint)lowest * Strip, width);
        new ReadOnlySpan<float>(scratch + (nint)lowest * Strip, width).CopyTo(new Span<float>(to, width));
    }

    private static void CombineBlock<TReduction>(TReduction reduction, ReductionGeometry geometry, float* x, int first, int last, int width, float* to)
        where TReduction : struct, IReduction
    {
        new ReadOnlySpan<float>(Row(geometry, x, first), width).CopyTo(new Span<float>(to, width));
        int row = first + 1;
        for (; row + 1 < last; row += 2)
            CombineTwo(reduction, to, Row(geometry, x, row), Row(geometry, x, row + 1), width);
        if (row < last)
            CombineRows(reduction, to, Row(geometry, x, row), to, width);
    }

    private static float* Row(ReductionGeometry geometry, float* x, int row) => x + StridedDimensions.Place(row, geometry.Reduced, geometry.ReducedStrides);

    /// <summary>to = to ∘ (a ∘ b): two rows for one walk over the partial results.</summary>
    private static void CombineTwo<TReduction>(TReduction reduction, float* to, float* a, float* b, int count)
        where TReduction : struct, IReduction
    {
        int lanes = Vector<float>.Count;
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            Vector.Store(reduction.Combine(Vector.Load(to + i), reduction.Combine(Vector.Load(a + i), Vector.Load(b + i))), to + i);
        for (; i < count; i++)
            to[i] = reduction.Combine(to[i], reduction.Combine(a[i], b[i]));
    }

    private static void CombineRows<TReduction>(TReduction reduction, float* a, float* b, float* to, int count)
        where TReduction : struct, IReduction
    {
        int lanes = Vector<float>.Count;
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            Vector.Store(reduction.Combine(Vector.Load(a + i), Vector.Load(b + i)), to + i);
        for (; i < count; i++)
            to[i] = reduction.Combine(a[i], b[i]);
    }

    /// <summary>y = count rows of partial results, <paramref name="stride"/> apart, combined in pairs; rows are used up on the way.</summary>
    private static void Pairwise<TReduction>(TReduction reduction, float* rows, nint stride, int count, float* y, int width)
        where TReduction : struct, IReduction
    {
        for (int distance = 1; distance < count; distance *= 2)
            for (int row = 0; row + distance < count; row += 2 * distance)
                CombineRows(reduction, rows + row * stride, rows + (row + distance) * stride, rows + row * stride, width);
        new ReadOnlySpan<float>(rows, width).CopyTo(new Span<float>(y, width));
    }
}
