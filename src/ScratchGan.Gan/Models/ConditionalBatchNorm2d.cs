using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Gan.Models;

/// <summary>
/// Conditional batch normalisation (Dumoulin et al. 2017; de Vries et al. 2017): the batch is normalised as one, but scale and shift are those of the sample's
/// class, y = f((1 + γ_y)·x̂ + β_y), both starting from 0. In evaluation with running statistics.
/// </summary>
public sealed class ConditionalBatchNorm2d<TActivation> : Module
    where TActivation : struct, IDifferentiableOperator
{
    private const float Epsilon = 1e-5f;
    private const float Momentum = 0.1f;
    private readonly int _channels;
    private readonly Activation<TActivation> _activation;
    private readonly ClassLabels _labels;
    private readonly Linear _gamma;
    private readonly Linear _beta;
    private readonly Parameter _runningMean;
    private readonly Parameter _runningVariance;

    public ConditionalBatchNorm2d(int channels, Activation<TActivation> activation, ClassLabels labels)
    {
        (_channels, _activation, _labels) = (channels, activation, labels);
        _gamma = AddChild("gamma", new Linear(labels.Classes, channels, bias: false, Initializers.Constant(0f)));
        _beta = AddChild("beta", new Linear(labels.Classes, channels, bias: false, Initializers.Constant(0f)));
        _runningMean = AddBuffer("running_mean", new Shape(channels), 0f);
        _runningVariance = AddBuffer("running_var", new Shape(channels), 1f);
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor rows = _labels.Rows(x.Shape[0]);
        int[] places = [.. Enumerable.Repeat(1, x.Shape.Rank - 2)];
        Tensor scale = _gamma.Forward(rows).Reshape([x.Shape[0], _channels, .. places]) + 1f;
        Tensor shift = _beta.Forward(rows).Reshape([x.Shape[0], _channels, .. places]);
        return _activation.Invoke(Normalized(x, [_channels, .. places]) * scale + shift);
    }

    public override LayerInfo Describe(Shape input) => input.Rank >= 2 && input[1] == _channels
        ? new LayerInfo(input, 2 * _gamma.Describe(new Shape(input[0], _labels.Classes)).Flops)
        : throw new ArgumentException($"{this} needs [N, {_channels}, …], found {input}");

    public override string ToString() => $"ConditionalBatchNorm2d({_channels}), {typeof(TActivation).Name}";

    private Tensor Normalized(Tensor x, int[] column)
    {
        if (!Training)
            return (x - _runningMean.Value.Reshape(column)) / (_runningVariance.Value + Epsilon).SquareRoot().Reshape(column);
        Tensor ones = Tensor.Filled(x.Device, 1f, _runningMean.Shape), zeros = Tensor.Zeros(x.Device, _runningMean.Shape);
        var running = new RunningAverages(_runningMean.Value, _runningVariance.Value, Momentum);
        return x.BatchNorm(ones, zeros, Activations.Identity, Epsilon, running).Output;
    }
}
