using ScratchGan.Engine.Operations;

namespace ScratchGan.Engine.Layers;

/// <summary>
/// Layer normalisation (Ba et al. 2016) of each sample of x [N, C, …] over all its values, with a scale and a shift for each channel:
/// y = γ_c · (x − μ_n)/√(σ²_n + ε) + β_c. Samples do not see each other, so it goes with gradient penalties, which are taken sample by sample.
/// </summary>
public sealed class LayerNorm : Module
{
    /// <summary>Added to the variance.</summary>
    public const float Epsilon = 1e-5f;

    private readonly int _channels;
    private readonly Parameter _gamma;
    private readonly Parameter _beta;

    public LayerNorm(int channels)
    {
        _channels = channels;
        _gamma = AddParameter("weight", new Shape(channels), Initializers.Constant(1f));
        _beta = AddParameter("bias", new Shape(channels), Initializers.Constant(0f));
    }

    public override Tensor Forward(Tensor x)
    {
        int[] axes = [.. Enumerable.Range(1, x.Shape.Rank - 1)];
        int[] column = [_channels, .. Enumerable.Repeat(1, x.Shape.Rank - 2)];
        Tensor centred = x - x.Mean(axes, keepDimensions: true);
        Tensor deviation = (centred.Square().Mean(axes, keepDimensions: true) + Epsilon).SquareRoot();
        return centred / deviation * _gamma.Value.Reshape(column) + _beta.Value.Reshape(column);
    }

    internal override bool GivesOutputUp => true;

    public override LayerInfo Describe(Shape input) => input.Rank >= 2 && input[1] == _channels
        ? new LayerInfo(input, 0)
        : throw new ArgumentException($"{this} needs [N, {_channels}, …], found {input}");

    public override string ToString() => $"LayerNorm({_channels})";
}
