using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Augmentation;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;

namespace ScratchGan.Gan.Training;

/// <summary>What a GAN is put together from.</summary>
/// <param name="Generator">makes a generator [N, latent, 1, 1] → images; called twice, for the one that is trained and for its average</param>
/// <param name="Discriminator">makes a discriminator, images → logits [N, 1], or what its objective reads</param>
/// <param name="Optimizer">makes the optimizer of one of the two</param>
/// <param name="Objective">the losses</param>
/// <param name="Penalty">null for none</param>
/// <param name="Latent">length of z</param>
/// <param name="Seed">of initial weights, latents and penalty points</param>
public sealed record GanRecipe(
    Func<Module> Generator, Func<Module> Discriminator, Func<Module, Optimizer> Optimizer, IGanObjective Objective, IGradientPenalty? Penalty,
    int Latent, ulong Seed)
{
    /// <summary>What the discriminator sees instead of the images; null for the images. It draws from the same stream as the penalty.</summary>
    public IAugmentation? Augmentation { get; init; }

    /// <summary>Steps of the discriminator, each on a batch of its own, before each of the generator.</summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Done to the discriminator after each of its steps, such as clipping its weights; null for nothing.</summary>
    public Action<Module>? Constrain { get; init; }

    /// <summary>Share of the averaged generator that is kept at each step; no matter where its half-life has a schedule.</summary>
    public float AverageDecay { get; init; } = 0.999f;

    /// <summary>What moves; nothing, unless something is said here.</summary>
    public GanSchedules Schedules { get; init; } = new();
}

/// <summary>
/// Everything a training changes, in one place: two networks and their optimizers, the averaged generator, and the positions of the random streams.
/// <see cref="Checkpoint"/> saves exactly this.
/// </summary>
public sealed class GanSession : IDisposable
{
    /// <summary>2⁴⁰ numbers are more than any training draws.</summary>
    private const int StretchBits = 40;

    private readonly Device _device;
    private readonly GanSchedules _schedules;
    private readonly ExponentialMovingAverage _average;
    private readonly GanTrainer _trainer;
    private readonly int _latent;

    /// <exception cref="ArgumentException">a schedule is for something that the recipe does not have</exception>
    public GanSession(Device device, GanRecipe recipe)
    {
        _device = device;
        _schedules = recipe.Schedules;
        _latent = recipe.Latent;
        var weights = new RandomSource(recipe.Seed, GanStreams.InitialWeights);
        Latents = new RandomSource(recipe.Seed, GanStreams.Latents);
        PenaltyPoints = new RandomSource(recipe.Seed, GanStreams.PenaltyPoints);
        Generator = Initialized("generator", recipe.Generator(), weights);
        Module discriminator = recipe.Discriminator();
        Discriminator = Initialized(
            "discriminator", recipe.Augmentation is { } augmentation ? new Augmented(discriminator, augmentation, PenaltyPoints) : discriminator, weights);
        GeneratorOptimizer = recipe.Optimizer(Generator);
        DiscriminatorOptimizer = recipe.Optimizer(Discriminator);
        if (_schedules.Beta2 is { } beta2)
        {
            AdamOf(DiscriminatorOptimizer).MoveBeta2(beta2);
            // The generator moves in every n-th step of the training, after n − 1, 2n − 1, 3n − 1, … steps.
            AdamOf(GeneratorOptimizer).MoveBeta2(step => beta2((step + 1) * recipe.DiscriminatorSteps - 1));
        }
        Module average = Initialized("average", recipe.Generator(), weights);
        _average = _schedules.AverageHalfLife is { } halfLife
            ? new ExponentialMovingAverage(average, Generator, halfLife)
            : new ExponentialMovingAverage(average, Generator, recipe.AverageDecay);
        _trainer = new GanTrainer(
            Generator,
            count => Latents.Normal(device, new Shape(count, _latent, 1, 1)),
            AdversarialPhases.Create(
                Generator, GeneratorOptimizer, Discriminator, DiscriminatorOptimizer, recipe.Objective, PenaltyOf(recipe), PenaltyPoints,
                recipe.DiscriminatorSteps, recipe.Constrain),
            _average);
    }

    public Module Generator { get; }

    public Module Discriminator { get; }

    /// <summary>The generator that samples are drawn with, in evaluation mode: an image does not depend on its neighbours.</summary>
    public Module Average => _average.Average;

    public Optimizer GeneratorOptimizer { get; }

    public Optimizer DiscriminatorOptimizer { get; }

    public RandomSource Latents { get; }

    public RandomSource PenaltyPoints { get; }

    /// <summary>Steps taken so far.</summary>
    public long Step
    {
        get => _trainer.Step;
        set => _trainer.Step = value;
    }

    /// <summary>Whether no parameter, running statistic or moment is NaN or infinite.</summary>
    public bool IsFinite =>
        new[] { Generator, Discriminator, Average }.All(module => module.ParameterArena.IsFinite && module.BufferArena.IsFinite)
        && GeneratorOptimizer.Moments.Concat(DiscriminatorOptimizer.Moments).All(moment => moment.IsFinite);

    /// <summary>
    /// How many times the latents have begun a new stretch of their stream; see <see cref="BeginNoise"/>. Part of their position, so of every checkpoint.
    /// </summary>
    public int NoiseStretch => (int)(Latents.Position >> StretchBits);

    /// <summary>Latents of a stretch of the stream that no step has used: what a training that went back draws from, so as not to repeat itself.</summary>
    public void BeginNoise(int stretch) => Latents.Position = (ulong)stretch << StretchBits;

    /// <summary>Takes one step on a real batch [N, C, H, W]; see <see cref="GanTrainer"/>.</summary>
    public IReadOnlyDictionary<string, float> Train(Tensor real, bool measure)
    {
        if (_schedules.LearningRate is { } learningRate)
            GeneratorOptimizer.LearningRate = DiscriminatorOptimizer.LearningRate = (float)learningRate(Step);
        return _trainer.Run(real, measure);
    }

    /// <summary>Images [N, C, H, W] of the averaged generator from latents [N, latent].</summary>
    public float[] Sample(ReadOnlySpan<float> latents) => Drawing.Draw(_device, Average, latents, _latent);

    /// <summary>The same with a conditional generator: image i is of class <paramref name="classes"/>[i].</summary>
    /// <param name="labels">those that the generator was made with; whoever trains on sets them again</param>
    public float[] Sample(ReadOnlySpan<float> latents, ClassLabels labels, ReadOnlySpan<int> classes) =>
        Drawing.Draw(_device, Average, latents, _latent, labels, classes);

    public void Dispose()
    {
        _trainer.Dispose();
        GeneratorOptimizer.Dispose();
        DiscriminatorOptimizer.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
        Average.Dispose();
    }

    private static Adam AdamOf(Optimizer optimizer) =>
        optimizer as Adam ?? throw new ArgumentException($"a schedule of β₂ needs Adam, found {optimizer.GetType().Name}");

    private IGradientPenalty? PenaltyOf(GanRecipe recipe) => (recipe.Penalty, _schedules.PenaltyWeight) switch
    {
        (null, not null) => throw new ArgumentException("a schedule of the penalty's weight needs a penalty, found none"),
        ({ } penalty, { } weight) => new WeightedPenalty(penalty, () => (float)weight(Step)),
        _ => recipe.Penalty,
    };

    private Module Initialized(string name, Module module, RandomSource random)
    {
        module.Initialize(_device, random, name);
        return module;
    }
}
