using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Models;

/// <summary>
/// A discriminator with two heads (Odena et al. 2017, AC-GAN): features φ(x) [N, F] → [N, 1 + classes], in the first column the logit of "real", behind it a
/// logit for each class. It is not told the class of an image, it has to find it; <see cref="Objectives.AuxiliaryClassification"/> says whether it did.
/// </summary>
public sealed class AuxiliaryClassifier : Module
{
    private readonly Module _features;
    private readonly Linear _judge;
    private readonly Linear _classes;
    private readonly int _classCount;

    /// <param name="features">images → [N, width]</param>
    public AuxiliaryClassifier(Module features, int width, int classes)
    {
        _classCount = classes;
        _features = AddChild("features", features);
        _judge = AddChild("judge", new Linear(width, 1, initializer: Initializers.He(width, slope: 1f)));
        _classes = AddChild("classes", new Linear(width, classes, initializer: Initializers.He(width, slope: 1f)));
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor features = _features.Forward(x);
        return TensorOperations.Concatenate([_judge.Forward(features), _classes.Forward(features)], axis: 1);
    }

    public override LayerInfo Describe(Shape input)
    {
        LayerInfo features = _features.Describe(input), judge = _judge.Describe(features.Output), classes = _classes.Describe(features.Output);
        return new LayerInfo(judge.Output.With(1, 1 + _classCount), features.Flops + judge.Flops + classes.Flops);
    }

    public override string ToString() => $"AuxiliaryClassifier({_classCount})";
}
