using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;
using ScratchGan.Tests.Gan.Objectives;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>What the discriminator is right about, on known logits: D(x) = x, G(z) = z, and neither learns.</summary>
[Collection(GpuTests.Name)]
public sealed class AccuracyTests(GpuUnderTest gpu) : IDisposable
{
    private static readonly float[] Real = [0.75f, 0.25f, -0.5f, 2f, 0.5f];
    private static readonly float[] Fake = [-1f, 0.25f, 0.25f, 0.75f, 0f];
    private readonly Device _device = Device.Cpu(threads: 1);

    public static TheoryData<string> Names => ObjectiveTests.Names;

    public void Dispose() => _device.Dispose();

    /// <summary>
    /// Around 0: four of five real logits lie above; of the generated ones one lies below and one on it. Around ½: two of the real ones lie above and one on
    /// it; four of the generated ones below. Of the pairs three are in order, and one has equal logits. What lies on the threshold, or is equal, counts half.
    /// </summary>
    [Theory]
    [InlineData("minimax", 0.8f, 0.3f)]
    [InlineData("non-saturating", 0.8f, 0.3f)]
    [InlineData("hinge", 0.8f, 0.3f)]
    [InlineData("least-squares", 0.5f, 0.8f)]
    [InlineData("wasserstein", 0.7f, 0.7f)]
    [InlineData("relativistic", 0.7f, 0.7f)]
    public void Each_objective_says_what_right_is(string name, float onReal, float onFake) =>
        Assert.Equal((onReal, onFake), Accuracies(_device, name, Real, Fake));

    [Theory]
    [InlineData("wasserstein")]
    [InlineData("relativistic")]
    public void An_offset_of_all_logits_changes_nothing_where_only_differences_count(string name)
    {
        foreach (float offset in (float[])[-8, 8])
            Assert.Equal((0.7f, 0.7f), Accuracies(_device, name, [.. Real.Select(logit => logit + offset)], [.. Fake.Select(logit => logit + offset)]));
    }

    /// <summary>The first steps are traced, the fourth is replayed.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Recorded_steps_are_right_about_as_many(string name) =>
        Assert.Equal(Accuracies(_device, name, Real, Fake), Accuracies(gpu.Device, name, Real, Fake));

    /// <summary>All logits are above 0, and yet every pair is in order.</summary>
    [Fact]
    public void A_relativistic_discriminator_that_separates_its_pairs_is_not_near_chance()
    {
        Assert.False(NearChance([5, 6, 7, 8, 9], [4, 5, 6, 7, 8]));
        Assert.True(NearChance(Real, Real));

        bool NearChance(float[] real, float[] fake)
        {
            (float onReal, float onFake) = Accuracies(_device, "relativistic", real, fake);
            var observation = new Observation(
                Step: 1, DiscriminatorLoss: 0.3f, GeneratorLoss: 1.3f, onReal, onFake, DiscriminatorGradient: 1, GeneratorGradient: 1, SlopeOnReal: 1,
                SlopeOnFake: 1, Variety: 1, ScoreOnTraining: 7, ScoreOnHeldOut: 7, ScoreOnFake: 6);
            return StopRule.Of([.. Enumerable.Repeat(observation, 10)], []).NearChance;
        }
    }

    /// <summary>The classes beside the logit have no say.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void An_auxiliary_classifier_decides_as_the_objective_within(string name)
    {
        using var labels = new ClassLabels(3);
        IGanObjective objective = ObjectiveReference.All[name].Objective;
        Assert.Equal(objective.DecisionThreshold, new AuxiliaryClassification(objective, labels).DecisionThreshold);
    }

    private static (float OnReal, float OnFake) Accuracies(Device device, string name, float[] real, float[] fake)
    {
        using Module generator = Identity(), discriminator = Identity();
        using var generatorOptimizer = new SgdMomentum(generator, 0f);
        using var discriminatorOptimizer = new SgdMomentum(discriminator, 0f);
        using Tensor x = Tensor.From(device, real, new Shape(real.Length, 1)), z = Tensor.From(device, fake, new Shape(fake.Length, 1));
        using var trainer = new GanTrainer(generator, _ => z, AdversarialPhases.Create(
            generator, generatorOptimizer, discriminator, discriminatorOptimizer, ObjectiveReference.All[name].Objective, null, random: new RandomSource(1, 0)));
        for (int step = 0; step < 3; step++)
            trainer.Run(x, measure: false);
        IReadOnlyDictionary<string, float> measured = trainer.Run(x, measure: true);
        return (measured[AdversarialPhases.AccuracyOnReal], measured[AdversarialPhases.AccuracyOnFake]);

        Module Identity()
        {
            var linear = new Linear(1, 1);
            linear.Initialize(device, new RandomSource(seed: 1, stream: 0));
            linear.Parameters[0].Write([1]);
            linear.Parameters[1].Write([0]);
            return linear;
        }
    }
}
