using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

public sealed class GanTrainerTests
{
    [Fact]
    public void Each_phase_moves_its_own_module_and_not_a_bit_of_the_other()
    {
        using var run = new TrainingRun(seed: 1);
        for (int turn = 0; turn < 2; turn++)
        {
            (Module moving, Module resting) = turn == 0 ? (run.Discriminator, run.Generator) : (run.Generator, run.Discriminator);
            Assert.Same(moving, run.Phases[turn].Module);
            int[] moved = TrainingRun.Bits(moving.ParameterArena);
            int[] rested = TrainingRun.Bits(resting.ParameterArena);
            run.Step(trainer: new GanTrainer(run.Generator, run.Latents, [run.Phases[turn]]));
            Assert.Equal(rested, TrainingRun.Bits(resting.ParameterArena));
            Assert.All(moving.Parameters.Zip(Unflattened(moving, moved)), pair => Assert.NotEqual(pair.Second, pair.First.ToArray()));
        }

        static IEnumerable<float[]> Unflattened(Module module, int[] bits)
        {
            int offset = 0;
            foreach (Tensor parameter in module.Parameters)
            {
                yield return [.. bits[offset..(offset + parameter.Shape.Count)].Select(BitConverter.Int32BitsToSingle)];
                offset += (parameter.Shape.Count + 63) / 64 * 64;
            }
        }
    }

    [Fact]
    public void A_phase_runs_in_every_interval_th_step_after_the_others_have_had_their_turns()
    {
        using var run = new TrainingRun(seed: 1);
        var steps = new List<(string Phase, long Step)>();
        GanTrainer? trainer = null;
        Phase[] phases = [.. run.Phases.Select((phase, i) => phase with
        {
            Interval = i == 0 ? 1 : 3,
            Loss = step =>
            {
                steps.Add((phase.Name, trainer!.Step));
                return phase.Loss(step);
            },
        })];
        trainer = new GanTrainer(run.Generator, run.Latents, phases);
        for (int step = 0; step < 7; step++)
            Assert.Equal(step % 3 == 2 ? 6 : 5, run.Step(measure: true, trainer).Count);
        Assert.Equal(7, trainer.Step);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], steps.Where(entry => entry.Phase == AdversarialPhases.DiscriminatorLoss).Select(entry => entry.Step));
        Assert.Equal([2, 5], steps.Where(entry => entry.Phase == AdversarialPhases.GeneratorLoss).Select(entry => entry.Step));
    }

    /// <summary>D(x) = 1 for every image: all real ones are recognised, no generated one is; L_D = softplus(−1) + softplus(1), L_G = softplus(−1).</summary>
    [Fact]
    public void Measurements_are_the_losses_before_the_step_and_the_discriminators_accuracy()
    {
        using var device = Device.Cpu(threads: 1);
        Module generator = new Sequential(new Linear(2, 3));
        Module discriminator = new Sequential(new Linear(3, 1));
        generator.Initialize(device, new RandomSource(seed: 1, stream: 0));
        discriminator.Initialize(device, new RandomSource(seed: 1, stream: 0));
        discriminator.Parameters[0].Write([0, 0, 0]);
        discriminator.Parameters[1].Write([1]);
        var latents = new RandomSource(seed: 1, stream: 1);
        // A learning rate of 0, so that the generator's phase meets the same discriminator.
        var trainer = new GanTrainer(generator, count => latents.Normal(device, new Shape(count, 2)), AdversarialPhases.Create(
            generator, new SgdMomentum(generator, 0f), discriminator, new SgdMomentum(discriminator, 0f), new NonSaturating(), null, latents));
        Tensor real = latents.Normal(device, new Shape(4, 3));
        Assert.Empty(trainer.Run(real, measure: false));
        IReadOnlyDictionary<string, float> measured = trainer.Run(real, measure: true);
        Assert.Equal(6, measured.Count);
        Assert.Equal(Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.E), measured[AdversarialPhases.DiscriminatorLoss], 1e-6);
        Assert.Equal(Math.Log(1 + Math.Exp(-1)), measured[AdversarialPhases.GeneratorLoss], 1e-6);
        Assert.Equal(1f, measured[AdversarialPhases.AccuracyOnReal]);
        Assert.Equal(0f, measured[AdversarialPhases.AccuracyOnFake]);
    }

    [Fact]
    public void The_penalty_is_part_of_the_discriminators_loss_and_not_of_the_generators()
    {
        using var plain = new TrainingRun(seed: 1, penalty: new Constant(0f));
        using var punished = new TrainingRun(seed: 1, penalty: new Constant(5f));
        (IReadOnlyDictionary<string, float> without, IReadOnlyDictionary<string, float> with) = (plain.Step(measure: true), punished.Step(measure: true));
        Assert.Equal(5f, with[AdversarialPhases.DiscriminatorLoss] - without[AdversarialPhases.DiscriminatorLoss], 1e-5f);
        Assert.Equal(without[AdversarialPhases.GeneratorLoss], with[AdversarialPhases.GeneratorLoss]);
    }

    [Fact]
    public void Measuring_does_not_change_a_bit_of_the_training()
    {
        using var measured = new TrainingRun(seed: 1);
        using var silent = new TrainingRun(seed: 1);
        for (int step = 0; step < 3; step++)
        {
            measured.Step(measure: true);
            silent.Step(measure: false);
        }
        Assert.Equal(silent.Bits(), measured.Bits());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_warm_up_steps_take_no_memory_from_the_system_and_give_all_of_theirs_back(bool penalized)
    {
        IGradientPenalty? penalty = penalized ? new SumOfPenalties(new R1(1f), new R2(1f), new WganGp(1f)) : null;
        using var run = new TrainingRun(seed: 1, threads: 2, penalized ? new RelativisticPairing() : null, penalty);
        for (int step = 0; step < 2; step++)
            run.Step(measure: true);
        (int allocations, long bytes) = (run.Device.PoolAllocations, run.Device.PoolBytes);
        // A single buffer lost in each step would empty the pool's spare buffers of its size within 30 steps.
        for (int step = 0; step < 30; step++)
            run.Step(measure: step % 7 == 0);
        Assert.Equal(allocations, run.Device.PoolAllocations);
        Assert.Equal(bytes, run.Device.PoolBytes);
    }

    /// <summary>A number that depends on nothing.</summary>
    private sealed class Constant(float value) : IGradientPenalty
    {
        public Tensor Of(Module discriminator, Judged real, Judged fake, RandomSource random) => real.Logits.Sum() * 0f + value;
    }
}
