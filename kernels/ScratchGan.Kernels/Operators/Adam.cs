using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1), step t counted from 1:
/// m ← m + (1 − β₁)(g − m), v ← β₂v + (1 − β₂)g², p ← p − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
/// The paper's m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ) are folded into two numbers of the step: rate = α/(1 − β₁ᵗ), scale = 1/√(1 − β₂ᵗ).
/// </summary>
public readonly struct Adam(double beta1, double beta2, double epsilon) : IUpdateRule
{
    private readonly float _firstRate = (float)(1 - beta1);
    private readonly float _secondDecay = (float)beta2;
    private readonly float _secondRate = (float)(1 - beta2);
    private readonly float _epsilon = (float)epsilon;

    public int Moments => 2;

    /// <summary>The two numbers of a step, the first being 1. In double precision, and not a member of the rule: not every GPU knows doubles.</summary>
    public static UpdateSchedule Schedule(double learningRate, double beta1, double beta2, long step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return new UpdateSchedule((float)(learningRate / (1 - Math.Pow(beta1, step))), (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step))));
    }

    public void Invoke(float rate, float scale, ref float p, float g, ref float first, ref float second)
    {
        first += _firstRate * (g - first);
        second = _secondDecay * second + _secondRate * g * g;
        p -= rate * first / (MathF.Sqrt(second) * scale + _epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke(float rate, float scale, ref Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
    {
        first += _firstRate * (g - first);
        second = _secondDecay * second + _secondRate * g * g;
        p -= rate * first / (Vector.SquareRoot(second) * scale + new Vector<float>(_epsilon));
    }
}
