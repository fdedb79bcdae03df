using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;

namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// What the networks make of a few fixed samples: some that are trained on, some held out, and a grid generated from fixed latents. Looking changes nothing:
/// running statistics and random positions are afterwards what they were.
/// </summary>
public sealed class Probe : IDisposable
{
    private readonly Device _device;
    private readonly GanSession _session;
    private readonly ProbeSamples _samples;
    private readonly double _spreadOfReal;
    private readonly float[] _latents;
    private readonly Shape _latentShape;
    private readonly Arena _statistics;

    /// <param name="latent">length of z</param>
    /// <param name="seed">of the fixed latents</param>
    public Probe(Device device, GanSession session, ProbeSamples samples, int latent, ulong seed)
    {
        (_device, _session, _samples) = (device, session, samples);
        _spreadOfReal = Spread(samples.Training, samples.Shape[0]);
        _latentShape = new Shape(ProbeSamples.Grid, latent, 1, 1);
        _latents = new float[_latentShape.Count];
        new RandomSource(seed, GanStreams.MetricLatents).FillNormal(_latents);
        _statistics = session.Discriminator.BufferArena.Like();
    }

    /// <summary>The state of the training after a step that was measured.</summary>
    public Observation Observe(IReadOnlyDictionary<string, float> measured)
    {
        using var scope = new TensorScope(_device);
        double scoreOnHeldOut = ScoreInTraining(Tensor.From(_device, _samples.HeldOut, _samples.Shape));
        _session.Generator.Evaluate();
        _session.Discriminator.Evaluate();
        try
        {
            Tensor fake = _session.Generator.Forward(Tensor.From(_device, _latents, _latentShape)).Detach();
            return new Observation(
                _session.Step, measured[AdversarialPhases.DiscriminatorLoss], measured[AdversarialPhases.GeneratorLoss],
                measured[AdversarialPhases.AccuracyOnReal], measured[AdversarialPhases.AccuracyOnFake],
                Length(_session.DiscriminatorOptimizer), Length(_session.GeneratorOptimizer),
                Slope(Tensor.From(_device, _samples.Training, _samples.Shape)), Slope(fake),
                Spread(fake.ToArray(), fake.Shape[0]) / Math.Max(_spreadOfReal, float.Epsilon),
                measured[AdversarialPhases.ScoreOnReal], scoreOnHeldOut, measured[AdversarialPhases.ScoreOnFake]);
        }
        finally
        {
            _session.Generator.Train();
            _session.Discriminator.Train();
        }
    }

    public void Dispose() => _statistics.Dispose();

    /// <summary>
    /// The mean score as the discriminator gives it while it trains: with the batch's own statistics, as the training batch was judged. The running ones are
    /// a mixture of real and generated batches, and judge neither as it does.
    /// </summary>
    private double ScoreInTraining(Tensor samples)
    {
        ulong position = _session.PenaltyPoints.Position;
        _statistics.CopyFrom(_session.Discriminator.BufferArena);
        double score = Verdicts.Logits(_session.Discriminator.Forward(samples)).Mean().Item();
        _session.Discriminator.BufferArena.CopyFrom(_statistics);
        _session.PenaltyPoints.Position = position;
        return score;
    }

    /// <summary>√(1/n Σ |∂D/∂xₙ|²) of the first samples.</summary>
    private double Slope(Tensor samples)
    {
        Tensor some = samples.Slice(axis: 0, start: 0, length: ProbeSamples.Steep).Detach();
        Tensor slope = Gradients.Of(Verdicts.Logits(_session.Discriminator.Forward(some)).Sum(), [some])[0];
        return Math.Sqrt(slope.Square().Sum().Item() / ProbeSamples.Steep);
    }

    /// <summary>Σ over the places of a sample of the variance among count samples.</summary>
    private static double Spread(float[] values, int count)
    {
        int length = values.Length / count;
        double spread = 0;
        for (int i = 0; i < length; i++)
        {
            double sum = 0, squares = 0;
            for (int n = 0; n < count; n++)
            {
                double value = values[n * length + i];
                sum += value;
                squares += value * value;
            }
            spread += squares / count - sum / count * (sum / count);
        }
        return spread;
    }

    /// <summary>
    /// Of the first moment, the running mean of gradients that the optimizer keeps anyway: the gradient itself is gone once it has been used, and is in no
    /// checkpoint.
    /// </summary>
    private static double Length(Optimizer optimizer) =>
        optimizer.Moments.Count > 0 ? Math.Sqrt(optimizer.Moments[0].Flat.Square().Sum().Item()) : double.NaN;
}
