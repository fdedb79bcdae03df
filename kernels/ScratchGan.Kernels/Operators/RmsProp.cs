using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Operators;

/// <summary>RMSProp (Tieleman and Hinton 2012, lecture 6.5): v ← αv + (1 − α)g², p ← p − rate · g / (√v + ε). The first moment holds v.</summary>
public readonly struct RmsProp(double decay, double epsilon) : IUpdateRule
{
    private readonly float _decay = (float)decay;
    private readonly float _freshness = (float)(1 - decay);
    private readonly float _epsilon = (float)epsilon;

    public int Moments => 1;

    public void Invoke(UpdateSchedule schedule, ref float p, float g, ref float first, ref float second)
    {
        first = _decay * first + _freshness * g * g;
        p -= schedule.Rate * g / (MathF.Sqrt(first) + _epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke(UpdateSchedule schedule, ref Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
    {
        first = _decay * first + _freshness * g * g;
        p -= schedule.Rate * g / (Vector.SquareRoot(first) + new Vector<float>(_epsilon));
    }
}
