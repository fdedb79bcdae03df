using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;

namespace ScratchGan.Proofs.Detection;

/// <summary>Eight Gaussians on a ring, as examples/Ring trains on them, with smaller networks.</summary>
internal sealed class RingScene : IScene
{
    private const float Scale = 1.4f;
    private const float Gamma = 0.02f;
    private const float LearningRate = 2e-3f;
    private const int Hidden = 64;
    private const int Layers = 2;
    private const int Judged = 1000;
    private const long HeldOut = 1L << 32;
    private static readonly GaussianMixture Mixture = GaussianMixture.Ring();

    public string Name => "ring";

    public int Steps => 2000;

    public int Latent => 2;

    public Shape Batch { get; } = new(128, 2);

    public Sabotage Sabotage(Failure failure) => new(failure, new RelativisticPairing(), tooHigh: 100);

    public GanRecipe Recipe(ulong seed, Sabotage sabotage) => new(
        () => new Watched(Mlp.Create(new MlpSizes(Latent, 2, Hidden, Layers), Activations.Tanh)),
        () => Mlp.Create(new MlpSizes(2, 1, Hidden, Layers), Activations.LeakyRelu()),
        module => new Adam(module, LearningRate, beta1: 0, beta2: 0.99),
        sabotage,
        new WeightedPenalty(new SumOfPenalties(new R1(Gamma), new R2(Gamma)), () => sabotage.PenaltyShare),
        Latent,
        seed);

    public SpanAction Data(ulong seed, long step)
    {
        long position = step * Batch[0];
        return points =>
        {
            Fill(seed, position, points);
            position += points.Length / 2;
        };
    }

    public ProbeSamples Samples(ulong seed)
    {
        float[] training = new float[2 * ProbeSamples.Count], heldOut = new float[2 * ProbeSamples.Count];
        Fill(seed, 0, training);
        Fill(seed, HeldOut, heldOut);
        return new ProbeSamples(new Shape(ProbeSamples.Count, 2), training, heldOut);
    }

    public ClassWatch? Classes(ulong seed) => null;

    public string Outcome(GanSession session, ulong seed)
    {
        float[] latents = new float[Judged * Latent];
        new RandomSource(seed, GanStreams.SampleLatents).FillNormal(latents);
        MixtureQuality quality = MixtureQuality.Of(Mixture, [.. session.Sample(latents).Select(value => value / Scale)]);
        return string.Create(CultureInfo.InvariantCulture, $"{quality.Modes} modes, {100 * quality.HighQuality:F0} % within 3σ");
    }

    private static void Fill(ulong seed, long first, Span<float> points)
    {
        Mixture.Sample(seed, first, points);
        foreach (ref float value in points)
            value *= Scale;
    }
}
