using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;

namespace ScratchGan.Proofs.Detection;

/// <summary>The built-in digits at 16×16, as examples/Dcgan trains on them but with half the features and half the batch.</summary>
internal sealed class DigitScene : IScene
{
    private const int Side = 16;
    private static readonly DcganSizes Sizes = new(Side, Channels: 1, Features: 16, Latent: 16);

    public string Name => "16×16";

    public int Steps => 2000;

    public int Latent => Sizes.Latent;

    public Shape Batch { get; } = new(32, 1, Side, Side);

    public Sabotage Sabotage(Failure failure) => new(failure, new NonSaturating(), tooHigh: 1000);

    public GanRecipe Recipe(ulong seed, Sabotage sabotage) => new(
        () => new Watched(Dcgan.Generator(Sizes)), () => Dcgan.Discriminator(Sizes), module => new Adam(module), sabotage, null, Latent, seed);

    public SpanAction Data(ulong seed, long step)
    {
        var batches = new Batches(new DigitDataset(Side, seed), Batch[0], seed) { Position = step * Batch[0] };
        int[] labels = new int[Batch[0]];
        return pixels => batches.Next(pixels, labels);
    }

    public ProbeSamples Samples(ulong seed) => ProbeSamples.Of(new DigitDataset(Side, seed), new DigitDataset(Side, seed, Split.HeldOut), seed);

    public ClassWatch? Classes(ulong seed) => ClassWatch.Create(new DigitDataset(Side, seed), new DigitDataset(Side, seed, Split.HeldOut), seed);

    public string Outcome(GanSession session, ulong seed)
    {
        var distance = HeldOutDistance.Create(new DigitDataset(Side, seed, Split.HeldOut), new DigitDataset(Side, seed), seed);
        float[] latents = new float[distance.Count * Latent];
        new RandomSource(seed, GanStreams.MetricLatents).FillNormal(latents);
        return string.Create(CultureInfo.InvariantCulture, $"distance {distance.Of(session.Sample(latents)):F3}, of real images {distance.Floor:F3}");
    }
}
