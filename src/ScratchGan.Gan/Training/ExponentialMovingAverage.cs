using ScratchGan.Engine;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Training;

/// <summary>
/// A copy of the generator that follows it slowly and draws the better images: θ̄ ← dθ̄ + (1 − d)θ with d = min(decay, (1 + t)/(10 + t)) after step t, so that
/// early steps, which say little, are soon forgotten. The running statistics of batch normalisation are averaged too. Always in evaluation mode.
/// </summary>
public sealed class ExponentialMovingAverage
{
    private readonly Module _source;
    private readonly float _decay;

    /// <param name="average">a module of the source's architecture; takes over its values now</param>
    /// <param name="source">the module that is trained</param>
    /// <param name="decay">share of the average that is kept at each step, in [0, 1)</param>
    public ExponentialMovingAverage(Module average, Module source, float decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(decay, 1f);
        Average = average;
        _source = source;
        _decay = decay;
        average.CopyFrom(source);
        average.Evaluate();
    }

    public Module Average { get; }

    /// <summary>Follows the source after a step.</summary>
    /// <param name="step">its number, the first being 1; asked for again whenever a recorded step is run</param>
    public void Update(Func<long> step)
    {
        Slice weight = Average.ParameterArena.Flat.Device.Feed(1, numbers => numbers[0] = 1f - Decay(step()));
        Average.ParameterArena.MoveTowards(_source.ParameterArena, weight);
        Average.BufferArena.MoveTowards(_source.BufferArena, weight);
    }

    /// <summary>d = min(decay, (1 + t)/(10 + t)).</summary>
    public float Decay(long step) => Math.Min(_decay, (1f + step) / (10f + step));
}
