using ScratchGan.Data;
using ScratchGan.Engine.Operations;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Ring;

/// <summary>
/// What a training in the plane is made of. Relativistic pairing with R1 and R2 at every step, as in R3GAN (Huang et al. 2024), and its schedules: a strong
/// penalty at first, so that the generator spreads over all modes while the discriminator is smooth, then a weak one, so that the discriminator can draw sharp
/// borders. The generator's hidden units are tanh: samples between two modes are rare only where the map from z to the plane is nearly a step, and a saturated
/// unit is a step. Its average over steps is what samples are drawn from.
/// </summary>
/// <param name="Name">of the data</param>
/// <param name="Data">the mixture</param>
/// <param name="Scale">the networks see the data times this, so that it fills about the same square</param>
/// <param name="Steps">of a whole training</param>
/// <param name="LearningRate">of both networks at the start; falls on half a cosine</param>
/// <param name="LastShare">part of the learning rate that is left at the end</param>
/// <param name="Gamma">the penalty's weight at the start</param>
/// <param name="LastGamma">and after its burn-in</param>
/// <param name="BurnIn">part of the training in which the weight falls</param>
/// <param name="Bars">what ten trainings are expected to reach</param>
internal sealed record Recipe(
    string Name, GaussianMixture Data, float Scale, int Steps, double LearningRate, double LastShare, double Gamma, double LastGamma, double BurnIn, Bars Bars)
{
    public const int Batch = 256;
    public const int Latent = 2;

    /// <summary>Steps of the short form.</summary>
    public const int QuickSteps = 1500;

    /// <summary>Share of the average that is kept at each step.</summary>
    private const float AverageDecay = 0.99f;

    private const int Hidden = 128;
    private const int Layers = 3;

    public static IReadOnlyDictionary<string, Recipe> All { get; } = new Recipe[]
    {
        new(
            "ring", GaussianMixture.Ring(), Scale: 1.4f, Steps: 6_000, LearningRate: 3e-3, LastShare: 0.2, Gamma: 0.1, LastGamma: 1e-3, BurnIn: 0.3,
            new Bars(8, 0.97, 0.04)),
        new(
            "grid", GaussianMixture.Grid(), Scale: 0.5f, Steps: 24_000, LearningRate: 2e-3, LastShare: 0.02, Gamma: 1, LastGamma: 3e-4, BurnIn: 0.4,
            new Bars(25, 0.95, 0.04)),
    }.ToDictionary(recipe => recipe.Name);

    /// <summary>β₁ = 0 and β₂ = 0.99, as with every penalty on the slope.</summary>
    public GanRecipe Gan(int steps, ulong seed)
    {
        // The weight falls by equal factors, so it is its logarithm that moves on the cosine.
        var logGamma = new CosineBurnIn(Math.Log(Gamma), Math.Log(LastGamma), (long)(BurnIn * steps));
        return new GanRecipe(
            () => Mlp.Create(new MlpSizes(Latent, 2, Hidden, Layers), Activations.Tanh),
            () => Mlp.Create(new MlpSizes(2, 1, Hidden, Layers), Activations.LeakyRelu()),
            module => new Adam(module, beta1: 0, beta2: 0.99), new RelativisticPairing(), new SumOfPenalties(new R1(1f), new R2(1f)), Latent, seed)
        {
            AverageDecay = AverageDecay,
            Schedules = new GanSchedules
            {
                LearningRate = new CosineBurnIn(LearningRate, LastShare * LearningRate, steps).At,
                PenaltyWeight = step => Math.Exp(logGamma.At(step)),
            },
        };
    }
}

/// <summary>Bars of the catalogue: all modes, a share within 3σ, and a reverse KL.</summary>
internal readonly record struct Bars(int Modes, double HighQuality, double ReverseKl);
