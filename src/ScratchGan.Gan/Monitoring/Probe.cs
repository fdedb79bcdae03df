using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;

namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// What the discriminator makes of a few fixed images: 16 that are trained on, 16 held out, 16 generated from fixed latents. The networks are asked in evaluation mode, so that
/// their running statistics stay as they are: looking changes nothing.
/// </summary>
public sealed class Probe
{
    private const int Count = 16;
    private readonly Device _device;
    private readonly GanSession _session;
    private readonly Shape _images;
    private readonly float[] _training;
    private readonly float[] _heldOut;
    private readonly float[] _latents;
    private readonly Shape _latentShape;

    public Probe(Device device, GanSession session, Dataset training, Dataset heldOut, int latent, ulong seed)
    {
        (_device, _session) = (device, session);
        _images = new Shape(Count, training.Shape.Channels, training.Shape.Height, training.Shape.Width);
        _training = Drawn(training, seed);
        _heldOut = Drawn(heldOut, seed);
        _latentShape = new Shape(Count, latent, 1, 1);
        _latents = new float[_latentShape.Count];
        new RandomSource(seed, GanStreams.MetricLatents).FillNormal(_latents);
    }

    /// <summary>The state of the training after a step that was measured.</summary>
    public Observation Observe(IReadOnlyDictionary<string, float> measured)
    {
        _session.Generator.Evaluate();
        _session.Discriminator.Evaluate();
        try
        {
            using var scope = new TensorScope(_device);
            Tensor fake = _session.Generator.Forward(Tensor.From(_device, _latents, _latentShape)).Detach();
            (double scoreOnFake, double slopeOnFake) = Judge(fake);
            (double scoreOnTraining, double slopeOnReal) = Judge(Tensor.From(_device, _training, _images));
            double scoreOnHeldOut = Verdicts.Logits(_session.Discriminator.Forward(Tensor.From(_device, _heldOut, _images))).Mean().ToArray()[0];
            return new Observation(
                _session.Step, measured[AdversarialPhases.DiscriminatorLoss], measured[AdversarialPhases.GeneratorLoss],
                measured[AdversarialPhases.AccuracyOnReal], measured[AdversarialPhases.AccuracyOnFake],
                Length(_session.DiscriminatorOptimizer), Length(_session.GeneratorOptimizer), slopeOnReal, slopeOnFake,
                measured[AdversarialPhases.SpreadOfFake] / Math.Max(measured[AdversarialPhases.SpreadOfReal], float.Epsilon),
                scoreOnTraining, scoreOnHeldOut, scoreOnFake);
        }
        finally
        {
            _session.Generator.Train();
            _session.Discriminator.Train();
        }
    }

    /// <summary>The mean score, and √(1/n Σ |∂D/∂xₙ|²).</summary>
    private (double Score, double Slope) Judge(Tensor images)
    {
        Tensor scores = Verdicts.Logits(_session.Discriminator.Forward(images));
        double mean = scores.Mean().ToArray()[0];
        Tensor slope = Gradients.Of(scores.Sum(), [images])[0];
        return (mean, Math.Sqrt(slope.Square().Sum().ToArray()[0] / Count));
    }

    /// <summary>
    /// Of the first moment, the running mean of gradients that the optimizer keeps anyway: the gradient itself is gone once it has been used, and is in no checkpoint.
    /// </summary>
    private static double Length(Optimizer optimizer) =>
        optimizer.Moments.Count > 0 ? Math.Sqrt(optimizer.Moments[0].Flat.Square().Sum().ToArray()[0]) : double.NaN;

    private float[] Drawn(Dataset images, ulong seed)
    {
        float[] values = new float[_images.Count];
        new Batches(images, Count, seed).Next(values, new int[Count]);
        return values;
    }
}
