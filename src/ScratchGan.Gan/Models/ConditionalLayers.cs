using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Models;

/// <summary>
/// Concatenation (Mirza and Osindero 2014): x [N, C, …] → [N, C + classes, …], the label's row repeated over the places of an image. Before the first layer of
/// either network.
/// </summary>
public sealed class LabelConcatenation(ClassLabels labels) : Module
{
    public override Tensor Forward(Tensor x)
    {
        Tensor rows = labels.Rows(x.Shape[0]).Reshape([x.Shape[0], labels.Classes, .. Enumerable.Repeat(1, x.Shape.Rank - 2)]);
        return TensorOperations.Concatenate([x, rows.BroadcastTo(x.Shape.With(1, labels.Classes))], axis: 1);
    }

    public override LayerInfo Describe(Shape input) => input.Rank >= 2
        ? new LayerInfo(input.With(1, input[1] + labels.Classes), 0)
        : throw new ArgumentException($"{this} needs [N, C, …], found {input}");

    public override string ToString() => $"LabelConcatenation({labels.Classes})";
}

/// <summary>
/// Projection discriminator (Miyato and Koyama 2018): D(x, y) = ψ·φ(x) + b + ⟨v_y, φ(x)⟩ for features φ(x) [N, F], with a vector v a class: as if the features were
/// compared with what the class should look like, and not only with what is real.
/// </summary>
public sealed class Projection : Module
{
    private readonly ClassLabels _labels;
    private readonly Module _features;
    private readonly Linear _judge;
    private readonly Linear _classes;

    /// <param name="features">images → [N, width]</param>
    public Projection(Module features, int width, ClassLabels labels, bool spectral = false)
    {
        _labels = labels;
        _features = AddChild("features", features);
        _judge = AddChild("judge", new Linear(width, 1, initializer: Initializers.He(width, slope: 1f), spectral: spectral));
        _classes = AddChild("classes", new Linear(labels.Classes, width, bias: false, Initializers.He(width, slope: 1f), spectral));
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor features = _features.Forward(x);
        Tensor match = (features * _classes.Forward(_labels.Rows(x.Shape[0]))).Sum([1], keepDimensions: true);
        return _judge.Forward(features) + match;
    }

    public override LayerInfo Describe(Shape input)
    {
        LayerInfo features = _features.Describe(input), judge = _judge.Describe(features.Output);
        return new LayerInfo(judge.Output, features.Flops + judge.Flops + _classes.Describe(new Shape(input[0], _labels.Classes)).Flops);
    }

    public override string ToString() => $"Projection({_labels.Classes})";
}
