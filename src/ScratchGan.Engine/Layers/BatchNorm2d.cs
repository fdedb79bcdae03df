using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Layers;

/// <summary>
/// Batch normalisation of images [N, C, …] with its activation fused in. Training: the batch's own statistics, while the running ones move towards them,
/// running += momentum · (batch − running), the variance unbiased. Evaluation: the running statistics, so that an image does not depend on its neighbours.
/// </summary>
public sealed class BatchNorm2d<TActivation> : Module
    where TActivation : struct, IDifferentiableOperator
{
    /// <summary>Added to the variance.</summary>
    public const float Epsilon = 1e-5f;

    private const float Momentum = 0.1f;
    private readonly int _channels;
    private readonly Activation<TActivation> _activation;
    private readonly Parameter _gamma;
    private readonly Parameter _beta;
    private readonly Parameter _runningMean;
    private readonly Parameter _runningVariance;

    public BatchNorm2d(int channels, Activation<TActivation> activation, Initializer? gamma = null)
    {
        _channels = channels;
        _activation = activation;
        _gamma = AddParameter("weight", new Shape(channels), gamma ?? Initializers.Constant(1f));
        _beta = AddParameter("bias", new Shape(channels), Initializers.Constant(0f));
        _runningMean = AddBuffer("running_mean", new Shape(channels), 0f);
        _runningVariance = AddBuffer("running_var", new Shape(channels), 1f);
    }

    public Activation<TActivation> Activation => _activation;

    public override Tensor Forward(Tensor x)
    {
        if (!Training)
            return Normalized(x);
        var running = new RunningAverages(_runningMean.Value, _runningVariance.Value, Momentum);
        return x.BatchNorm(_gamma.Value, _beta.Value, _activation, Epsilon, running).Output;
    }

    public override LayerInfo Describe(Shape input) => input.Rank >= 2 && input[1] == _channels
        ? new LayerInfo(input, 0)
        : throw new ArgumentException($"{this} needs [N, {_channels}, …], found {input}");

    public override string ToString() =>
        typeof(TActivation) == typeof(Identity) ? $"BatchNorm2d({_channels})" : $"BatchNorm2d({_channels}), {typeof(TActivation).Name}";

    private Tensor Normalized(Tensor x)
    {
        int[] column = [_channels, .. Enumerable.Repeat(1, x.Shape.Rank - 2)];
        Tensor scale = _gamma.Value / (_runningVariance.Value + Epsilon).SquareRoot();
        Tensor shift = _beta.Value - _runningMean.Value * scale;
        return _activation.Invoke(x * scale.Reshape(column) + shift.Reshape(column));
    }
}
