using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using LeakyRelu = ScratchGan.Kernels.Operators.LeakyRelu;

namespace ScratchGan.Gan.Models;

/// <summary>
/// x + w₃·f(w₂ * f(w₁·x + b₁) + b₂): a 1×1 convolution to twice the channels, a grouped 3×3 one, a 1×1 one back, leaky ReLU f between them (Huang et al. 2024,
/// section 3.3). w₃ starts at 0, so that a network starts as the identity.
/// </summary>
internal sealed class R3GanBlock : Module
{
    private readonly Sequential _branch;

    public R3GanBlock(int width, int groupSize, float gain)
    {
        int inner = R3GanSizes.Expansion * width;
        _branch = AddChild("branch", new Sequential(
            new Conv2d(ConvolutionSettings.Square(width, inner, kernel: 1), initializer: He(width, gain)),
            new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(R3Gan.Slope)),
            new Conv2d(new ConvolutionSettings(inner, inner, 3, 3, Padding: 1, Groups: inner / groupSize), initializer: He(groupSize * 9, gain)),
            new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(R3Gan.Slope)),
            new Conv2d(ConvolutionSettings.Square(inner, width, kernel: 1), bias: false, Initializers.Constant(0f))));
    }

    public override Tensor Forward(Tensor x) => x + _branch.Forward(x);

    public override LayerInfo Describe(Shape input) => _branch.Describe(input);

    public override string ToString() => "R3GanBlock";

    /// <summary>N(0, gain² · 2/((1 + slope²) · fanIn)).</summary>
    private static Initializer He(int fanIn, float gain) =>
        Initializers.Normal(0f, gain * MathF.Sqrt(2f / ((1f + R3Gan.Slope * R3Gan.Slope) * fanIn)));
}
