using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu.Scalar;

/// <summary>First rung: the rule, one parameter at a time.</summary>
public static unsafe class Update
{
    public static void Run<TRule>(TRule rule, UpdateSchedule schedule, float* parameter, float* gradient, float* first, float* second, int count)
        where TRule : struct, IUpdateRule
    {
        float unused = 0f;
        for (int i = 0; i < count; i++)
        {
            ref float m = ref rule.Moments > 0 ? ref first[i] : ref unused;
            ref float v = ref rule.Moments > 1 ? ref second[i] : ref unused;
            rule.Invoke(schedule, ref parameter[i], gradient[i], ref m, ref v);
        }
    }
}
