using System.Numerics;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// A reduction whose last axis is reduced: every result combines runs of contiguous numbers. A result of more than <see cref="Segment"/> numbers is cut into
/// segments (several runs, or a part of one), so that a single big sum has work for every thread; their partial results are then combined in pairs.
/// </summary>
internal static unsafe class ReduceRuns
{
    /// <summary>Numbers of one segment.</summary>
    private const int Segment = 16384;

    /// <summary>Numbers after which the lanes are combined; a run shorter than a vector counts as one.</summary>
    private const int Block = 1024;

    /// <summary>Levels of pairs: a segment of int.MaxValue one-element runs would need 31 − 10.</summary>
    private const int Levels = 32;

    public static void Run<TReduction>(CpuContext context, TReduction reduction, ReductionGeometry geometry, float* x, float* y)
        where TReduction : struct, IReduction
    {
        int run = geometry.Reduced.Length == 0 ? 1 : geometry.Reduced[^1];
        int runs = geometry.ReducedCount / run;
        int parts = Chunks.Count(run, Segment);
        int runsTogether = parts > 1 ? 1 : Math.Max(1, Segment / run);
        int segments = Chunks.Count(runs, runsTogether) * parts;
        float* partial = segments == 1 ? y : context.Workspace.Shared((long)geometry.KeptCount * segments);

        int together = Math.Max(1, Chunks.Length / (int)Math.Min(Chunks.Length, (long)Math.Min(runs, runsTogether) * Math.Min(run, Segment)));
        int results = geometry.KeptCount * segments;
        context.Threads.For(Chunks.Count(results, together), (item, _) =>
        {
            for (int result = item * together; result < Math.Min(results, (item + 1) * together); result++)
            {
                int segment = result % segments;
                int first = segment / parts * runsTogether;
                int start = segment % parts * Segment;
                float* from = x + StridedDimensions.Place(result / segments, geometry.Kept, geometry.KeptStrides) + start;
                partial[result] = Combine(reduction, geometry, from, first, Math.Min(first + runsTogether, runs), Math.Min(Segment, run - start));
            }
        });

        if (segments > 1)
            for (int k = 0; k < geometry.KeptCount; k++)
                y[k] = Pairwise(reduction, partial + (nint)k * segments, segments);
    }

    /// <summary>All numbers of runs first..last−1, the first <paramref name="length"/> of each.</summary>
    private static float Combine<TReduction>(TReduction reduction, ReductionGeometry geometry, float* x, int first, int last, int length)
        where TReduction : struct, IReduction
    {
        ReadOnlySpan<int> outer = geometry.Reduced.IsEmpty ? [] : geometry.Reduced[..^1];
        float* levels = stackalloc float[Levels];
        int blocks = 0;
        var lanes = new ReductionLanes<TReduction>(reduction);
        int taken = 0;
        for (int run = first; run < last; run++)
        {
            float* from = x + StridedDimensions.Place(run, outer, geometry.ReducedStrides);
            for (int start = 0; start < length; start += Block)
            {
                int count = Math.Min(Block, length - start);
                lanes.Take(reduction, from + start, count);
                taken += Math.Max(count, Vector<float>.Count);
                if (taken >= Block)
                {
                    Push(reduction, levels, blocks++, lanes.Result(reduction));
                    lanes = new ReductionLanes<TReduction>(reduction);
                    taken = 0;
                }
            }
        }
        float result = lanes.Result(reduction);
        for (int level = 0; blocks >> level != 0; level++)
            if ((blocks >> level & 1) != 0)
                result = reduction.Combine(levels[level], result);
        return result;
    }

    /// <summary>Adds one to a binary counter whose digits are partial results of 2^level blocks: two of one level make one of the next.</summary>
    private static void Push<TReduction>(TReduction reduction, float* levels, int blocks, float value)
        where TReduction : struct, IReduction
    {
        int level = 0;
        for (; (blocks >> level & 1) != 0; level++)
            value = reduction.Combine(levels[level], value);
        levels[level] = value;
    }

    private static float Pairwise<TReduction>(TReduction reduction, float* x, int count)
        where TReduction : struct, IReduction =>
        count == 1 ? *x : reduction.Combine(Pairwise(reduction, x, count - count / 2), Pairwise(reduction, x + count - count / 2, count / 2));
}
