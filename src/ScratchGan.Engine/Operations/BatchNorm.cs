using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// Batch normalisation with its activation in one pass (Ioffe and Szegedy 2015). Over the n = N·S values of each channel of x [N, C, S]:
/// <para>μ = Σx/n, σ² = Σ(x − μ)²/n, x̂ = (x − μ)/√(σ² + ε), y = f(γ·x̂ + β).</para>
/// Outputs: y, and the statistics μ and σ² (biased), through which no gradient is taken. The backward pass is one operation, <see
/// cref="BatchNormGradient{TActivation}"/>.
/// </summary>
internal sealed class BatchNorm<TActivation>(Activation<TActivation> activation, NormGeometry geometry, float epsilon, RunningAverages? running = null)
    : Operation
    where TActivation : struct, IDifferentiableOperator
{
    protected override IReadOnlyList<Tensor> Saved => [.. Inputs, Outputs[1], Outputs[2]];

    protected override void Forward()
    {
        Backend.BatchNorm(
            geometry, activation.Function, epsilon, Inputs[0].Data, Inputs[1].Data, Inputs[2].Data, Outputs[0].Data, Outputs[1].Data, Outputs[2].Data,
            running is { } slices ? new RunningStatistics(slices.Mean.Data, slices.Variance.Data, slices.Momentum) : null);
        running?.Mean.MarkWritten();
        running?.Variance.MarkWritten();
    }

    protected override Tensor?[] Backward(IReadOnlyList<Tensor?> cotangents)
    {
        if (cotangents[0] is not { } u || cotangents[1] is not null || cotangents[2] is not null)
            throw new InvalidOperationException("BatchNorm: no gradient is taken through its statistics");
        Tensor x = Inputs[0];
        return [.. new BatchNormGradient<TActivation>(activation, geometry, epsilon, MayOverwrite(u))
            .Apply([x.Shape, Inputs[1].Shape, Inputs[2].Shape], x, Inputs[1], Inputs[2], Outputs[1], Outputs[2], u)];
    }
}

/// <summary>What <see cref="TensorOperations.BatchNorm"/> returns: y, and the mean and biased variance [C] it was normalised with.</summary>
public readonly record struct BatchNormResult(Tensor Output, Tensor Mean, Tensor Variance);

/// <summary>Averages [C] over a training that follow the batches' mean and unbiased variance: running += momentum · (batch − running).</summary>
public readonly record struct RunningAverages(Tensor Mean, Tensor Variance, float Momentum);

public static partial class TensorOperations
{
    /// <summary>Normalises each channel of x [N, C, …] over batch and space, scales by γ [C], shifts by β [C], applies the activation.</summary>
    /// <param name="running">moved on in the same pass; not part of the result, and no gradient passes through them</param>
    public static BatchNormResult BatchNorm<TActivation>(
        this Tensor x, Tensor gamma, Tensor beta, Activation<TActivation> activation, float epsilon = 1e-5f, RunningAverages? running = null)
        where TActivation : struct, IDifferentiableOperator
    {
        if (x.Shape.Rank < 2 || gamma.Shape != new Shape(x.Shape[1]) || beta.Shape != gamma.Shape)
            throw new ArgumentException($"BatchNorm: needs x [N, C, …] and γ, β [C], found {x.Shape}, {gamma.Shape} and {beta.Shape}");
        var geometry = new NormGeometry(x.Shape[0], x.Shape[1], x.Shape.Count / (x.Shape[0] * x.Shape[1]));
        IReadOnlyList<Tensor> outputs = new BatchNorm<TActivation>(activation, geometry, epsilon, running)
            .Apply([x.Shape, gamma.Shape, gamma.Shape], x, gamma, beta);
        return new BatchNormResult(outputs[0], outputs[1], outputs[2]);
    }
}
