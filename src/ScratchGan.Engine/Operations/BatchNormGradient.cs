using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// The cotangents (x̄, γ̄, β̄) of <see cref="BatchNorm{TActivation}"/>. With r = 1/√(σ² + ε), z = γx̂ + β and g = u·f′(z), and since μ and σ² depend on x:
/// <para>β̄ = Σg, γ̄ = Σ g·x̂, x̄ = γ·r·(g − β̄/n − x̂·γ̄/n).</para>
/// Derivation: dx̂ = r·dx − r·dμ − x̂·r²·(σ dσ) with dμ = Σdx/n and σ dσ = Σ(x − μ)dx/n, so dx̂ᵢ = r·(dxᵢ − Σdx/n − x̂ᵢ·Σx̂dx/n); this map is symmetric, so it
/// carries g·γ back to x̄ unchanged. The second derivative is that of the same formulas composed of tensor operations, μ and σ² being functions of x there.
/// </summary>
/// <param name="takesCotangent">x̄ is written over u</param>
internal sealed class BatchNormGradient<TActivation>(
    Activation<TActivation> activation, NormGeometry geometry, float epsilon, bool takesCotangent = false) : Operation
    where TActivation : struct, IDifferentiableOperator
{
    protected override Tensor CreateOutput(Shape shape) =>
        takesCotangent && shape == Inputs[5].Shape ? Inputs[5].View(shape, 0) : base.CreateOutput(shape);

    protected override void Forward() => Backend.BatchNormGradient(
        geometry, activation.Function, epsilon, Inputs[0].Data, Inputs[1].Data, Inputs[2].Data, Inputs[3].Data, Inputs[4].Data, Inputs[5].Data,
        Outputs[0].Data, Outputs[1].Data, Outputs[2].Data);

    protected override Tensor?[] Backward(IReadOnlyList<Tensor?> cotangents)
    {
        // Reshape gives handles of its own to differentiate with respect to: u may itself be a function of x, which must not count here.
        Tensor x = Inputs[0].Reshape(geometry.N, geometry.C, geometry.S);
        Tensor gamma = Inputs[1].Reshape(1, geometry.C, 1);
        Tensor beta = Inputs[2].Reshape(1, geometry.C, 1);
        Tensor u = Inputs[5].Reshape(geometry.N, geometry.C, geometry.S);
        (Tensor dx, Tensor dgamma, Tensor dbeta) = Compose(x, gamma, beta, u);
        Tensor inner = Inner(cotangents[0], dx, Inner(cotangents[1], dgamma, Inner(cotangents[2], dbeta, null)))!;
        Tensor[] gradients = Gradients.Of(inner, [x, gamma, beta, u], keepGraph: true);
        return
        [
            gradients[0].Reshape(Inputs[0].Shape), gradients[1].Reshape(Inputs[1].Shape), gradients[2].Reshape(Inputs[2].Shape),
            null, null, gradients[3].Reshape(Inputs[5].Shape),
        ];
    }

    private (Tensor X, Tensor Gamma, Tensor Beta) Compose(Tensor x, Tensor gamma, Tensor beta, Tensor u)
    {
        int[] axes = [0, 2];
        Tensor centred = x - x.Mean(axes, keepDimensions: true);
        Tensor r = (centred.Square().Mean(axes, keepDimensions: true) + epsilon).SquareRoot().Reciprocal();
        Tensor normalized = centred * r;
        Tensor g = activation.Gradient(gamma * normalized + beta, u);
        Tensor dgamma = (g * normalized).Sum(axes, keepDimensions: true);
        Tensor dbeta = g.Sum(axes, keepDimensions: true);
        Tensor dx = gamma * r * (g - (dbeta + normalized * dgamma) * (1f / geometry.Count));
        return (dx, dgamma, dbeta);
    }

    /// <summary>sum + ⟨cotangent, value⟩, where null stands for zero.</summary>
    private static Tensor? Inner(Tensor? cotangent, Tensor value, Tensor? sum)
    {
        if (cotangent is null)
            return sum;
        Tensor product = (cotangent.Reshape(value.Shape) * value).Sum();
        return sum is null ? product : sum + product;
    }
}
