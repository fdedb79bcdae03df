using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;
using Upsample = ScratchGan.Engine.Layers.Upsample;

namespace ScratchGan.Gan.Models;

/// <summary>
/// A generator's block to twice the side: c₂ * f(n₂(c₁ * up(f(n₁(x))))) + c₀ * up(x), n batch normalisation, f ReLU, up nearest neighbours.
/// </summary>
internal sealed class ResidualUp : Module
{
    private readonly Sequential _branch;
    private readonly Sequential _shortcut;

    public ResidualUp(int width, ClassLabels? labels)
    {
        _branch = AddChild("branch", new Sequential(
            Normalization(), new Upsample(2), ResidualGan.Convolution(width, width, kernel: 3), Normalization(), ResidualGan.Convolution(width, width, kernel: 3)));
        _shortcut = AddChild("shortcut", new Sequential(new Upsample(2), ResidualGan.Convolution(width, width, kernel: 1)));

        Module Normalization() => labels is null
            ? new BatchNorm2d<Relu>(width, Activations.Relu)
            : new ConditionalBatchNorm2d<Relu>(width, Activations.Relu, labels);
    }

    public override Tensor Forward(Tensor x) => _branch.Forward(x) + _shortcut.Forward(x);

    public override LayerInfo Describe(Shape input)
    {
        LayerInfo branch = _branch.Describe(input);
        return branch with { Flops = branch.Flops + _shortcut.Describe(input).Flops };
    }

    public override string ToString() => "ResidualUp";
}

/// <summary>
/// [N, C, H, W] → [N, C]: each channel's sum over all places. Not its mean: spectral normalisation bounds every layer, and of a mean the logits would be 16 times
/// too small for a discriminator to be sure of anything (its loss stays at ln 4, and the generator learns nothing).
/// </summary>
internal sealed class SumOfPlaces : Module
{
    public override Tensor Forward(Tensor x) => x.Sum([2, 3]);

    public override LayerInfo Describe(Shape input) => new(new Shape(input[0], input[1]), 0);

    public override string ToString() => "SumOfPlaces";
}

/// <summary>
/// A discriminator's block to half the side: pool(c₂ * f(c₁ * f(x))) + pool(c₀ * x), all weights spectrally normalised. The first block, which sees the image,
/// leaves the first f out.
/// </summary>
internal sealed class ResidualDown : Module
{
    private readonly Sequential _branch;
    private readonly Sequential _shortcut;

    public ResidualDown(int inputs, int outputs, bool first)
    {
        var relu = new ActivationLayer<Relu>(Activations.Relu);
        List<Module> branch =
        [
            ResidualGan.Convolution(inputs, outputs, kernel: 3, spectral: true), new ActivationLayer<Relu>(Activations.Relu),
            ResidualGan.Convolution(outputs, outputs, kernel: 3, spectral: true), new AveragePool(2),
        ];
        _branch = AddChild("branch", new Sequential(first ? branch : [relu, .. branch]));
        // A 1×1 convolution and a mean of pixels may change places; the mean first is four times cheaper.
        _shortcut = AddChild("shortcut", new Sequential(new AveragePool(2), ResidualGan.Convolution(inputs, outputs, kernel: 1, spectral: true)));
    }

    public override Tensor Forward(Tensor x) => _branch.Forward(x) + _shortcut.Forward(x);

    public override LayerInfo Describe(Shape input)
    {
        LayerInfo branch = _branch.Describe(input);
        return branch with { Flops = branch.Flops + _shortcut.Describe(input).Flops };
    }

    public override string ToString() => "ResidualDown";
}
