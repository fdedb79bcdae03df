using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// y = x / (1 − rate) where u ≥ rate, 0 elsewhere. Linear in x with a diagonal matrix, so it is its own transpose:
/// <para>x̄ = Dropout(ū, u) with the same u; u is a constant.</para>
/// </summary>
internal sealed class Dropout(float rate) : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [Inputs[1]];

    protected override void Forward() => Backend.Zip(new KeepAbove(rate), Inputs[0].Data, Inputs[1].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) => [u.Dropout(Inputs[1], rate), null];
}

public static partial class TensorOperations
{
    /// <summary>
    /// Zeros for a share <paramref name="rate"/> of the elements, the others enlarged so that the mean stays (Srivastava et al. 2014).
    /// </summary>
    /// <param name="uniform">numbers uniform in [0, 1), one an element; no gradient reaches them</param>
    public static Tensor Dropout(this Tensor x, Tensor uniform, float rate)
    {
        if (x.Shape != uniform.Shape)
            throw new ArgumentException($"Dropout: needs a uniform number for each element, found {x.Shape} and {uniform.Shape}");
        if (rate is not (>= 0f and < 1f))
            throw new ArgumentException($"Dropout: needs a rate in [0, 1), found {rate}");
        return new Dropout(rate).Apply(x.Shape, x, uniform);
    }
}
