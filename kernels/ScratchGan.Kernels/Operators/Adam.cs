using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1), step t counted from 1:
/// m ← m + (1 − β₁)(g − m), v ← β₂v + (1 − β₂)g², p ← p − α/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
/// The paper's m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ) are folded into two constants of the step.
/// </summary>
public readonly struct Adam : IUpdateRule
{
    private readonly float _firstRate;
    private readonly float _secondDecay;
    private readonly float _secondRate;
    private readonly float _stepSize;
    private readonly float _rootScale;
    private readonly float _epsilon;

    public Adam(double learningRate, double beta1, double beta2, double epsilon, long step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        _firstRate = (float)(1 - beta1);
        _secondDecay = (float)beta2;
        _secondRate = (float)(1 - beta2);
        _stepSize = (float)(learningRate / (1 - Math.Pow(beta1, step)));
        _rootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
        _epsilon = (float)epsilon;
    }

    public int Moments => 2;

    public void Invoke(ref float p, float g, ref float first, ref float second)
    {
        first += _firstRate * (g - first);
        second = _secondDecay * second + _secondRate * g * g;
        p -= _stepSize * first / (MathF.Sqrt(second) * _rootScale + _epsilon);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke(ref Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second)
    {
        first += _firstRate * (g - first);
        second = _secondDecay * second + _secondRate * g * g;
        p -= _stepSize * first / (Vector.SquareRoot(second) * _rootScale + new Vector<float>(_epsilon));
    }
}
