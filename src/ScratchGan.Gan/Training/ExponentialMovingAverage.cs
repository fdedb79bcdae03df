using ScratchGan.Engine;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Training;

/// <summary>
/// A copy of the generator that follows it slowly and draws the better images: θ̄ ← dθ̄ + (1 − d)θ, where d may depend on the step. The running statistics of
/// batch normalisation are averaged too. Always in evaluation mode.
/// </summary>
public sealed class ExponentialMovingAverage
{
    private readonly Module _source;
    private readonly Func<long, float> _decay;

    /// <summary>With d = min(decay, (1 + t)/(10 + t)) after step t: early steps, which say little, are soon forgotten.</summary>
    /// <param name="average">a module of the source's architecture; takes over its values now</param>
    /// <param name="source">the module that is trained</param>
    /// <param name="decay">share of the average that is kept at each step in the end, in [0, 1)</param>
    public ExponentialMovingAverage(Module average, Module source, float decay)
        : this(average, source, step => Math.Min(decay, (1f + step) / (10f + step)))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(decay, 1f);
    }

    /// <summary>
    /// With d = 0.5^(1/h): what was seen h steps ago counts half (Karras et al. 2018). Huang et al. 2024 write 0.5^(batch/half-life), their half-life in images.
    /// </summary>
    /// <param name="halfLife">h ≥ 0 in steps, by the number of steps taken before; 0 for a plain copy</param>
    public ExponentialMovingAverage(Module average, Module source, Func<long, double> halfLife)
        : this(average, source, step => HalfAfter(halfLife(step - 1)))
    {
    }

    private ExponentialMovingAverage(Module average, Module source, Func<long, float> decay)
    {
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

    /// <summary>d, the share that is kept after a step.</summary>
    /// <param name="step">its number, the first being 1</param>
    public float Decay(long step) => _decay(step);

    private static float HalfAfter(double steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return (float)Math.Pow(0.5, 1 / steps);
    }
}
