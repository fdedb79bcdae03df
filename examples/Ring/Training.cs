using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Ring;

/// <summary>One training of one seed.</summary>
internal sealed class Training : IDisposable
{
    /// <summary>Samples that are judged, as many as in the literature.</summary>
    public const int Judged = 2_500;

    private readonly Device _device;
    private readonly Recipe _recipe;
    private readonly ulong _seed;
    private readonly Module _generator;
    private readonly Optimizer _generatorOptimizer;
    private readonly Optimizer _discriminatorOptimizer;
    private readonly ExponentialMovingAverage _average;
    private readonly GanTrainer _trainer;
    private readonly CosineBurnIn _learningRate;

    public Training(Device device, Recipe recipe, int steps, ulong seed)
    {
        (_device, _recipe, _seed) = (device, recipe, seed);
        var weights = new RandomSource(seed, GanStreams.InitialWeights);
        var latents = new RandomSource(seed, GanStreams.Latents);
        _generator = Initialized(Recipe.Generator(), weights);
        Discriminator = Initialized(Recipe.Discriminator(), weights);
        _average = new ExponentialMovingAverage(Initialized(Recipe.Generator(), weights), _generator, Recipe.AverageDecay);
        _generatorOptimizer = recipe.Optimizer(_generator);
        _discriminatorOptimizer = recipe.Optimizer(Discriminator);
        _learningRate = new CosineBurnIn(recipe.LearningRate, recipe.LastShare * recipe.LearningRate, steps);
        // The weight falls by equal factors, so it is its logarithm that moves on the cosine.
        var gamma = new CosineBurnIn(Math.Log(recipe.Gamma), Math.Log(recipe.LastGamma), (long)(recipe.BurnIn * steps));
        _trainer = new GanTrainer(
            _generator, count => latents.Normal(device, new Shape(count, Recipe.Latent)),
            AdversarialPhases.Create(
                _generator, _generatorOptimizer, Discriminator, _discriminatorOptimizer, new RelativisticPairing(), new SumOfPenalties(new R1(Gamma), new R2(Gamma)),
                new RandomSource(seed, GanStreams.PenaltyPoints)),
            _average)
        {
            // γ is a constant of a recording, and it moves.
            Records = false,
        };

        float Gamma() => (float)Math.Exp(gamma.At(_trainer!.Step));
    }

    public Module Discriminator { get; }

    public long Step => _trainer.Step;

    /// <summary>Takes one step on points of the data that were never seen before.</summary>
    public void Advance()
    {
        _generatorOptimizer.LearningRate = _discriminatorOptimizer.LearningRate = (float)_learningRate.At(Step);
        using Tensor real = Tensor.From(_device, Scaled(Real(Step * Recipe.Batch, Recipe.Batch), _recipe.Scale), new Shape(Recipe.Batch, 2));
        _trainer.Run(real, measure: false);
    }

    /// <summary>Points [count, 2] of the data.</summary>
    public float[] Real(long first, int count)
    {
        float[] points = new float[2 * count];
        _recipe.Data.Sample(_seed, first, points);
        return points;
    }

    /// <summary>Points [count, 2] of the averaged generator, in the data's own units; the same latents each time.</summary>
    public float[] Sample(int count)
    {
        using var scope = new TensorScope(_device);
        var latents = new RandomSource(_seed, GanStreams.SampleLatents);
        return Scaled(_average.Average.Forward(latents.Normal(_device, new Shape(count, Recipe.Latent))).ToArray(), 1 / _recipe.Scale);
    }

    /// <summary>The discriminator's logits at points [count, 2] in the data's own units.</summary>
    public float[] Judge(float[] points)
    {
        using var scope = new TensorScope(_device);
        return Discriminator.Forward(Tensor.From(_device, Scaled(points, _recipe.Scale), new Shape(points.Length / 2, 2))).ToArray();
    }

    public MixtureQuality Quality() => MixtureQuality.Of(_recipe.Data, Sample(Judged));

    public void Dispose()
    {
        _trainer.Dispose();
        _generatorOptimizer.Dispose();
        _discriminatorOptimizer.Dispose();
        _generator.Dispose();
        Discriminator.Dispose();
        _average.Average.Dispose();
    }

    private static float[] Scaled(float[] points, float factor) => [.. points.Select(value => value * factor)];

    private Module Initialized(Module module, RandomSource random)
    {
        module.Initialize(_device, random);
        return module;
    }
}
