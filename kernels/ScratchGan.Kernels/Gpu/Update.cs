using ILGPU;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// One optimizer step over a flat array of parameters: one pass over memory, four parameters a thread, moved by accesses of 16 bytes; the thread behind the last
/// four takes the up to three that are left. The schedule (<see cref="UpdateSchedule"/>) is read from memory; moments the rule does not use are neither read
/// nor written and may be any view.
/// </summary>
public static class Update
{
    public static void Run<TRule>(
        GpuContext context, TRule rule, ArrayView<float> schedule, ArrayView<float> parameter, ArrayView<float> gradient, ArrayView<float> first,
        ArrayView<float> second)
        where TRule : struct, IUpdateRule =>
        context.Launch(UpdateKernel, GpuContext.ForEach((parameter.IntLength + 3) / 4), rule, schedule, parameter, gradient, first, second);

    private static void UpdateKernel<TRule>(
        TRule rule, ArrayView<float> schedule, ArrayView<float> parameter, ArrayView<float> gradient, ArrayView<float> first, ArrayView<float> second)
        where TRule : struct, IUpdateRule
    {
        int thread = Grid.GlobalIndex.X;
        int quads = parameter.IntLength >> 2;
        var numbers = new UpdateSchedule(schedule[0], schedule[1], schedule[2], schedule[3]);
        if (thread < quads)
        {
            ArrayView<Float4> parameters = parameter.Cast<Float4>();
            ArrayView<Float4> firsts = first.Cast<Float4>();
            ArrayView<Float4> seconds = second.Cast<Float4>();
            Float4 g = gradient.Cast<Float4>()[thread];
            Float4 p = parameters[thread];
            Float4 m = rule.Moments > 0 ? firsts[thread] : default;
            Float4 v = rule.Moments > 1 ? seconds[thread] : default;
            rule.Invoke(numbers, ref p.X, g.X, ref m.X, ref v.X);
            rule.Invoke(numbers, ref p.Y, g.Y, ref m.Y, ref v.Y);
            rule.Invoke(numbers, ref p.Z, g.Z, ref m.Z, ref v.Z);
            rule.Invoke(numbers, ref p.W, g.W, ref m.W, ref v.W);
            parameters[thread] = p;
            if (rule.Moments > 0)
                firsts[thread] = m;
            if (rule.Moments > 1)
                seconds[thread] = v;
        }
        else if (thread == quads)
        {
            for (int i = quads << 2; i < parameter.IntLength; i++)
            {
                float p = parameter[i];
                float m = rule.Moments > 0 ? first[i] : 0f;
                float v = rule.Moments > 1 ? second[i] : 0f;
                rule.Invoke(numbers, ref p, gradient[i], ref m, ref v);
                parameter[i] = p;
                if (rule.Moments > 0)
                    first[i] = m;
                if (rule.Moments > 1)
                    second[i] = v;
            }
        }
    }
}
