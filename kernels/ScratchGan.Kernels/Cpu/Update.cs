using System.Numerics;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// One optimizer step over a flat array of parameters, one pass over memory. The schedule (<see cref="UpdateSchedule"/>) is read from memory; moments the rule
/// does not use may be null.
/// </summary>
public static unsafe class Update
{
    public static void Run<TRule>(CpuContext context, TRule rule, float* schedule, float* parameter, float* gradient, float* first, float* second, int count)
        where TRule : struct, IUpdateRule =>
        Chunks.For(context, count, (start, length) => Block(
            rule, *(UpdateSchedule*)schedule, parameter + start, gradient + start, rule.Moments > 0 ? first + start : null,
            rule.Moments > 1 ? second + start : null, length));

    private static void Block<TRule>(TRule rule, UpdateSchedule schedule, float* parameter, float* gradient, float* first, float* second, int count)
        where TRule : struct, IUpdateRule
    {
        int lanes = Vector<float>.Count;
        int i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            Vector<float> p = Vector.Load(parameter + i);
            Vector<float> m = rule.Moments > 0 ? Vector.Load(first + i) : Vector<float>.Zero;
            Vector<float> v = rule.Moments > 1 ? Vector.Load(second + i) : Vector<float>.Zero;
            rule.Invoke(schedule, ref p, Vector.Load(gradient + i), ref m, ref v);
            Vector.Store(p, parameter + i);
            if (rule.Moments > 0)
                Vector.Store(m, first + i);
            if (rule.Moments > 1)
                Vector.Store(v, second + i);
        }
        if (i < count)
            Tail(rule, schedule, parameter + i, gradient + i, first + i, second + i, count - i);
    }

    private static void Tail<TRule>(TRule rule, UpdateSchedule schedule, float* parameter, float* gradient, float* first, float* second, int count)
        where TRule : struct, IUpdateRule
    {
        Vector<float> p = VectorTail.Load(parameter, count);
        Vector<float> m = rule.Moments > 0 ? VectorTail.Load(first, count) : Vector<float>.Zero;
        Vector<float> v = rule.Moments > 1 ? VectorTail.Load(second, count) : Vector<float>.Zero;
        rule.Invoke(schedule, ref p, VectorTail.Load(gradient, count), ref m, ref v);
        VectorTail.Store(p, parameter, count);
        if (rule.Moments > 0)
            VectorTail.Store(m, first, count);
        if (rule.Moments > 1)
            VectorTail.Store(v, second, count);
    }
}
