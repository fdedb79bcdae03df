using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.R3Gan.Lesson;

/// <summary>One training of one configuration and seed: modes and KL over the steps.</summary>
internal sealed class LessonRun : IDisposable
{
    /// <summary>Images counted on the way.</summary>
    public const int Samples = 5_000;

    /// <summary>Images counted at the end, as many as in the literature (Srivastava et al. 2017).</summary>
    public const int LastSamples = 26_000;

    private static readonly DcganSizes Sizes = new(DigitReader.Side, Channels: 3, Features: 24, Latent: 32);

    /// <summary>
    /// Networks of the DCGAN's form, which learn digits in a minute, where residual ones take ten. One value of γ for all three configurations: the paper's of
    /// stacked MNIST, times 16/32 for the side.
    /// </summary>
    private static readonly Recipe Recipe = new(
        () => Dcgan.Generator(Sizes), () => Dcgan.Discriminator(Sizes, Normalization.None), Sizes.Latent, Batch: 64, BurnIn: 1_200, LearningRate: 2e-3,
        LastLearningRate: 1e-3, Gamma: 0.5, LastGamma: 0.05, HalfLife: 3_200);

    private readonly Device _device;
    private readonly Configuration _configuration;
    private readonly ulong _seed;
    private readonly DigitReader _reader;
    private readonly GanSession _session;

    public LessonRun(Device device, Configuration configuration, ulong seed, DigitReader reader)
    {
        (_device, _configuration, _seed, _reader) = (device, configuration, seed, reader);
        _session = new GanSession(device, Recipe.Gan(configuration.Objective, configuration.Penalty, seed));
    }

    /// <summary>Images [count, 3, side, side] of the averaged generator, always of the same latents.</summary>
    public float[] Draw(int count)
    {
        float[] latents = new float[count * Recipe.Latent];
        new RandomSource(_seed, GanStreams.MetricLatents).FillNormal(latents);
        return _session.Sample(latents);
    }

    /// <summary>Trains, and measures at the start, every so many steps, and at the end twice; or until a number is no longer finite.</summary>
    public IReadOnlyList<Measurement> Train(long steps, long every, Action<Measurement> report)
    {
        using var real = new BatchFeed(_device, new Batches(_reader.Images, Recipe.Batch, _seed));
        var found = new List<Measurement>();
        Measure(Samples, losses: null);
        while (_session.Step < steps && !found[^1].Diverged)
        {
            bool last = _session.Step + 1 == steps, measure = last || (_session.Step + 1) % every == 0;
            IReadOnlyDictionary<string, float> losses = _session.Train(real.Next(), measure);
            if (measure)
                Measure(Samples, losses);
            if (last && !found[^1].Diverged)
                Measure(LastSamples, losses);
        }
        return found;

        void Measure(int samples, IReadOnlyDictionary<string, float>? losses)
        {
            found.Add(Measured(samples, losses));
            report(found[^1]);
        }
    }

    public void Dispose() => _session.Dispose();

    private Measurement Measured(int samples, IReadOnlyDictionary<string, float>? losses)
    {
        float[] images = Draw(samples);
        ClassHistogram? modes = _session.IsFinite && Array.TrueForAll(images, float.IsFinite) ? _reader.Count(images) : null;
        return new Measurement(
            _configuration.Name, _seed, _session.Step, samples, modes?.Found ?? 0, modes is null ? null : Math.Round(modes.KlFromUniform(), 4),
            Loss(AdversarialPhases.DiscriminatorLoss), Loss(AdversarialPhases.GeneratorLoss));

        double? Loss(string name) => losses is not null && float.IsFinite(losses[name]) ? Math.Round(losses[name], 4) : null;
    }
}
