using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// An associative, commutative combination ∘ of two partial results, with its neutral element: Identity ∘ x = x.
/// Kernels choose the order of combination (by shape alone); an operator only says what combining means.
/// </summary>
public interface IReduction
{
    float Identity { get; }

    float Combine(float x, float y);

    Vector<float> Combine(Vector<float> x, Vector<float> y);
}
