using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Training;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Proofs.Catalogue;

/// <summary>
/// Says which digits images show, with a classifier that it trains first on digits that no GAN has seen: those of another seed. Everything is a pure
/// function of the numbers of images, so that judges in several processes agree.
/// </summary>
internal sealed class ClassJudge : IDisposable
{
    private const ulong Seed = 1000;
    private const ulong Stream = 0xC1A5;

    /// <summary>Of which the real ones are taken.</summary>
    private const int RealImages = 100_000;

    private readonly Device _device;
    private readonly FeatureClassifier _classifier;
    private readonly FeatureSet _reference;
    private readonly int _samples;

    /// <param name="samples">images judged at a time</param>
    /// <param name="trainImages">digits that the classifier learns from</param>
    internal ClassJudge(int threads, int samples, int trainImages)
    {
        _device = Device.Cpu(threads);
        _samples = samples;
        _classifier = FeatureClassifier.Train(_device, new DigitDataset(Shape.Width, Seed, Split.Training, trainImages), new ClassifierTraining());
        var heldOut = new DigitDataset(Shape.Width, Seed, Split.HeldOut, samples);
        _reference = _classifier.Extract(heldOut);
        Accuracy = _classifier.Accuracy(heldOut);
        Real = Judge(Drawn(samples));
    }

    /// <summary>Of the images: as examples/Dcgan makes them when nothing is said.</summary>
    internal static ImageShape Shape { get; } = new(1, 32, 32);

    /// <summary>The classifier's name, with the first digits of its weights' hash.</summary>
    internal string Name => _classifier.Name;

    /// <summary>Share of held-out digits that the classifier recognises.</summary>
    internal double Accuracy { get; }

    /// <summary>The score of as many real images, taken at random: their classes are as equal as chance lets them be.</summary>
    internal ClassScore Real { get; }

    /// <summary>Judges what the averaged generator of a checkpoint draws.</summary>
    internal ClassScore Judge(string checkpoint) => Judge(MemoryDataset.OfValues(checkpoint, Shape, Draw(checkpoint, _samples)));

    /// <summary>Images [count, 1, 32, 32] of the averaged generator, from latents that are the same for every one.</summary>
    internal float[] Draw(string checkpoint, int count)
    {
        using TrainedGenerator generator = TrainedGenerator.Load(checkpoint, _device);
        float[] latents = new float[count * generator.Latent];
        new RandomSource(Seed, GanStreams.SampleLatents).FillNormal(latents);
        return generator.Draw(latents);
    }

    public void Dispose()
    {
        _classifier.Dispose();
        _device.Dispose();
    }

    private static MemoryDataset Drawn(int count)
    {
        var images = new DigitDataset(Shape.Width, Seed + 1, Split.HeldOut, RealImages);
        var random = new PhiloxSequence(Seed + 1, Stream);
        return MemoryDataset.Of(images, [.. Enumerable.Range(0, count).Select(_ => random.NextInt(images.Count))]);
    }

    private ClassScore Judge(Dataset images)
    {
        ClassHistogram classes = ClassHistogram.Of(_classifier.Predict(images), _classifier.Origin.ClassNames.Count);
        return new ClassScore(
            classes.Counts, classes.Found, Math.Round(classes.KlFromUniform(), 5),
            Math.Round(FrechetDistance.Between(_reference, _classifier.Extract(images)), 3));
    }
}
