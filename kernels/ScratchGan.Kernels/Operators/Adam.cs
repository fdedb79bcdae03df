using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1), step t counted from 1:
/// m ← m + (1 − β₁)(g − m), v ← β₂v + (1 − β₂)g², p ← p − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
/// The paper's m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ) are folded into two numbers of the step: rate = α/(1 − β₁ᵗ), scale = 1/√(1 − β₂ᵗ).
/// <para>
/// β₂ may move: vₜ = Σₛ (1 − β₂ₛ)gₛ² · Πβ₂ᵣ over r &gt; s, and the weights of the squares add up to 1 − Πβ₂ₛ over all steps, since 1 − β + β(1 − P) = 1 − βP. So
/// that difference takes the place of 1 − β₂ᵗ; β₁ stays. (OptimizerTests: Adam_with_a_moving_beta2_is_a_weighted_mean_of_squares.)
/// </para>
/// </summary>
public readonly struct Adam(double beta1, double epsilon) : IUpdateRule
{
    private readonly float _firstRate = (float)(1 - beta1);
    private readonly float _epsilon = (float)epsilon;

    public int Moments => 2;

    /// <summary>The numbers of a step, the first being 1. In double precision, and not a member of the rule: not every GPU knows doubles.</summary>
    public static UpdateSchedule Schedule(double learningRate, double beta1, double beta2, long step) =>
        Schedule(learningRate, beta1, beta2, step, Math.Pow(beta2, step));

    /// <summary>The same where β₂ moves.</summary>
    /// <param name="beta2">of this step</param>
    /// <param name="product">of the β₂ of all steps up to this one</param>
    public static UpdateSchedule Schedule(double learningRate, double beta1, double beta2, long step, double product)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return new UpdateSchedule(
            (float)(learningRate / (1 - Math.Pow(beta1, step))), (float)(1 / Math.Sqrt(1 - product)), (float)beta2, (float)(1 - beta2));
    }

    public void Invoke(UpdateSchedule schedule, ref float p, float g, ref float first, ref float second)
    {
        first += _firstRate * (g - first);
        second = schedule.SecondDecay * second + schedule.SecondRate * g * g;
        p -= schedule.Rate * first / (MathF.Sqrt(second) * schedule.Scale + _epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke(UpdateSchedule schedule, ref Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
    {
        first += _firstRate * (g - first);
        second = schedule.SecondDecay * second + schedule.SecondRate * g * g;
        p -= schedule.Rate * first / (Vector.SquareRoot(second) * schedule.Scale + new Vector<float>(_epsilon));
    }
}
