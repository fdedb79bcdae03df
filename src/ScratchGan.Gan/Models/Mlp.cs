using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Gan.Models;

/// <summary>The sizes of a multilayer perceptron.</summary>
/// <param name="Inputs">numbers a sample that come in, of whatever shape</param>
/// <param name="Outputs">numbers a sample that go out</param>
/// <param name="Hidden">width of the hidden layers</param>
/// <param name="Layers">hidden layers</param>
public readonly record struct MlpSizes(int Inputs, int Outputs, int Hidden, int Layers);

/// <summary>
/// Dense layers with an elementwise function between them, without normalisation: both networks of a GAN in the plane (Goodfellow et al. 2014 used no more for
/// digits). Weights start from He's distribution for a leaky ReLU.
/// </summary>
public static class Mlp
{
    private const float Slope = 0.2f;

    /// <summary>[N, …] of Inputs numbers a sample → [N, Outputs].</summary>
    /// <param name="spectral">divide every weight by its largest singular value</param>
    public static Module Create<TActivation>(MlpSizes sizes, Activation<TActivation> activation, bool spectral = false)
        where TActivation : struct, IDifferentiableOperator
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizes.Layers, 1, nameof(sizes));
        var layers = new List<Module> { new Flatten() };
        int inputs = sizes.Inputs;
        for (int layer = 0; layer < sizes.Layers; layer++, inputs = sizes.Hidden)
        {
            layers.Add(new Linear(inputs, sizes.Hidden, initializer: Initializers.He(inputs, Slope), spectral: spectral));
            layers.Add(new ActivationLayer<TActivation>(activation));
        }
        layers.Add(new Linear(inputs, sizes.Outputs, initializer: Initializers.He(inputs, slope: 1f), spectral: spectral));
        return new Sequential(layers);
    }
}
