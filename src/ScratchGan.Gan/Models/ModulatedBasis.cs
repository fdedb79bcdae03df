using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Models;

/// <summary>
/// Where a generator starts: learned maps B [C, side, side], each scaled by a number that is linear in z (Huang et al. 2024): y[n, c] = B[c] · (W·zₙ)[c].
/// </summary>
internal sealed class ModulatedBasis : Module
{
    private readonly int _latent;
    private readonly Parameter _basis;
    private readonly Linear _modulation;

    public ModulatedBasis(int latent, int channels, int side)
    {
        _latent = latent;
        _basis = AddParameter("basis", new Shape(1, channels, side, side), Initializers.Normal(0f, 1f));
        _modulation = AddChild("modulation", new Linear(latent, channels, bias: false, Initializers.He(latent, slope: 1f)));
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor scale = _modulation.Forward(x.Reshape(x.Shape[0], x.Shape.Count / x.Shape[0]));
        return scale.Reshape(x.Shape[0], _basis.Shape[1], 1, 1) * _basis.Value;
    }

    public override LayerInfo Describe(Shape input) => input.Rank >= 2 && input.Count == input[0] * _latent
        ? new LayerInfo(_basis.Shape.With(0, input[0]), _modulation.Describe(new Shape(input[0], _latent)).Flops)
        : throw new ArgumentException($"{this} needs latents [N, {_latent}], found {input}");

    public override string ToString() => "ModulatedBasis";
}
