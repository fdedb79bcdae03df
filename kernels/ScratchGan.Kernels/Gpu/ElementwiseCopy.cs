using ILGPU;

namespace ScratchGan.Kernels.Gpu;

public static partial class Elementwise
{
    /// <summary>Arrays that one launch copies.</summary>
    private const int Together = 8;

    /// <summary>Numbers that a group of threads copies, four a thread.</summary>
    private const int GroupLength = 4 * GpuContext.GroupSize;

    /// <summary>to[i] = from[i] for several pairs of arrays of equal lengths, eight pairs a launch: many small copies cost little more than one.</summary>
    public static void Copy(GpuContext context, IReadOnlyList<(ArrayView<float> From, ArrayView<float> To)> pairs)
    {
        for (int first = 0; first < pairs.Count; first += Together)
        {
            int[] ends = new int[Together];
            int groups = 0;
            for (int i = 0; i < Together; i++)
                ends[i] = groups += first + i < pairs.Count ? (pairs[first + i].To.IntLength + GroupLength - 1) / GroupLength : 0;
            ArrayView<float>[] from = [.. Enumerable.Range(first, Together).Select(i => pairs[Math.Min(i, pairs.Count - 1)].From)];
            ArrayView<float>[] to = [.. Enumerable.Range(first, Together).Select(i => pairs[Math.Min(i, pairs.Count - 1)].To)];
            context.Launch(CopyKernel, new KernelConfig(groups, GpuContext.GroupSize), new SevenNumbers(ends), new EightViews(from), new EightViews(to));
        }
    }

    /// <param name="ends">the first group behind each pair; pairs that are not there end where the one before them does</param>
    private static void CopyKernel(SevenNumbers ends, EightViews from, EightViews to)
    {
        int group = Grid.IdxX;
        if (group < ends.A)
            CopyGroup(from.A, to.A, group);
        else if (group < ends.B)
            CopyGroup(from.B, to.B, group - ends.A);
        else if (group < ends.C)
            CopyGroup(from.C, to.C, group - ends.B);
        else if (group < ends.D)
            CopyGroup(from.D, to.D, group - ends.C);
        else if (group < ends.E)
            CopyGroup(from.E, to.E, group - ends.D);
        else if (group < ends.F)
            CopyGroup(from.F, to.F, group - ends.E);
        else if (group < ends.G)
            CopyGroup(from.G, to.G, group - ends.F);
        else
            CopyGroup(from.H, to.H, group - ends.G);
    }

    private static void CopyGroup(ArrayView<float> from, ArrayView<float> to, int group)
    {
        int thread = group * GpuContext.GroupSize + Group.IdxX;
        int quads = to.IntLength >> 2;
        if (thread < quads)
        {
            to.Cast<Float4>()[thread] = from.Cast<Float4>()[thread];
        }
        else if (thread == quads)
        {
            for (int i = quads << 2; i < to.IntLength; i++)
                to[i] = from[i];
        }
    }

    /// <summary>Eight arrays as one argument of a kernel.</summary>
    internal readonly struct EightViews(ReadOnlySpan<ArrayView<float>> views)
    {
        public readonly ArrayView<float> A = views[0];
        public readonly ArrayView<float> B = views[1];
        public readonly ArrayView<float> C = views[2];
        public readonly ArrayView<float> D = views[3];
        public readonly ArrayView<float> E = views[4];
        public readonly ArrayView<float> F = views[5];
        public readonly ArrayView<float> G = views[6];
        public readonly ArrayView<float> H = views[7];
    }

    /// <summary>Seven numbers are enough to tell eight arrays apart.</summary>
    internal readonly struct SevenNumbers(ReadOnlySpan<int> numbers)
    {
        public readonly int A = numbers[0];
        public readonly int B = numbers[1];
        public readonly int C = numbers[2];
        public readonly int D = numbers[3];
        public readonly int E = numbers[4];
        public readonly int F = numbers[5];
        public readonly int G = numbers[6];
    }
}
