using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// Heavy ball (Polyak 1964; in the form of Sutskever et al. 2013 without Nesterov's look-ahead): b ← μb + g, p ← p − rate·b. The first moment holds b.
/// </summary>
public readonly struct SgdMomentum(double momentum) : IUpdateRule
{
    private readonly float _momentum = (float)momentum;

    public int Moments => 1;

    public void Invoke(UpdateSchedule schedule, ref float p, float g, ref float first, ref float second)
    {
        first = _momentum * first + g;
        p -= schedule.Rate * first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke(UpdateSchedule schedule, ref Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
    {
        first = _momentum * first + g;
        p -= schedule.Rate * first;
    }
}
