using ScratchGan.Engine;
using ScratchGan.Gan.Objectives;
using Xunit;

namespace ScratchGan.Tests.Gan.Objectives;

/// <summary>The facts that the objectives' summaries state.</summary>
public sealed class ObjectiveFactsTests : IDisposable
{
    private readonly Device _device = Device.Cpu(threads: 1);

    public void Dispose() => _device.Dispose();

    [Fact]
    public void A_discriminator_that_always_answers_0_has_a_loss_of_2_ln_2()
    {
        foreach (IGanObjective objective in (IGanObjective[])[new Minimax(), new NonSaturating()])
            Assert.Equal(2 * Math.Log(2), objective.DiscriminatorLoss(Column(0, 0, 0), Column(0, 0, 0)).Item(), 1e-6);
        Assert.Equal(Math.Log(2), new RelativisticPairing().DiscriminatorLoss(Column(0, 0, 0), Column(0, 0, 0)).Item(), 1e-6);
    }

    /// <summary>Two distributions over three images, given by how often each occurs in a batch of 8; the best discriminator answers ln p/q.</summary>
    [Fact]
    public void The_best_discriminator_measures_the_Jensen_Shannon_divergence()
    {
        int[] real = [4, 3, 1];
        int[] fake = [1, 2, 5];
        float[] best = [.. real.Zip(fake, (p, q) => MathF.Log((float)p / q))];
        double divergence = 0;
        for (int k = 0; k < best.Length; k++)
        {
            (double p, double q) = (real[k] / 8.0, fake[k] / 8.0);
            divergence += 0.5 * p * Math.Log(2 * p / (p + q)) + 0.5 * q * Math.Log(2 * q / (p + q));
        }
        Tensor loss = new Minimax().DiscriminatorLoss(Column(Batch(real)), Column(Batch(fake)));
        // Sixteen terms of size 1, each wrong by an ulp or two.
        Assert.Equal(2 * divergence - 2 * Math.Log(2), -loss.Item(), 2e-6);

        float[] Batch(int[] counts) => [.. counts.SelectMany((count, k) => Enumerable.Repeat(best[k], count))];
    }

    [Fact]
    public void The_minimax_generator_learns_nothing_where_the_discriminator_is_sure_and_the_non_saturating_one_learns_most()
    {
        float[] saturated = GeneratorGradient(new Minimax(), -30, 0);
        float[] driven = GeneratorGradient(new NonSaturating(), -30, 0);
        // −σ(−30)/2 = −4.7e-14 against −σ(30)/2 = −1/2: thirteen orders of magnitude.
        Assert.InRange(saturated[0], -5e-14, -4e-14);
        Assert.Equal(-0.5, driven[0], 1e-6);
        Assert.Equal(-0.25, saturated[1], 1e-6);
        Assert.Equal(-0.25, driven[1], 1e-6);
    }

    [Fact]
    public void Images_beyond_the_margin_no_longer_move_the_hinge_discriminator_but_still_move_the_generator()
    {
        Tensor real = Column(1.25f, 0.75f, -30);
        Tensor fake = Column(-1.25f, -0.75f, 30);
        Tensor[] gradients = Gradients.Of(new Hinge().DiscriminatorLoss(real, fake), [real, fake]);
        Assert.Equal([0, -1 / 3f, -1 / 3f], gradients[0].ToArray());
        Assert.Equal([0, 1 / 3f, 1 / 3f], gradients[1].ToArray());
        Assert.Equal([-1 / 3f, -1 / 3f, -1 / 3f], GeneratorGradient(new Hinge(), -1.25f, -0.75f, 30));
    }

    [Fact]
    public void The_pull_of_least_squares_grows_with_the_distance_from_the_target() =>
        Assert.Equal([-15.5f, 0f], GeneratorGradient(new LeastSquares(), -30, 1));

    [Fact]
    public void Wasserstein_and_relativistic_losses_depend_on_differences_alone()
    {
        foreach (IGanObjective objective in (IGanObjective[])[new Wasserstein(), new RelativisticPairing()])
        {
            float loss = objective.DiscriminatorLoss(Column(0.5f, -2), Column(1, 0.25f)).Item();
            // 4 is a power of two, and all sums below are exact.
            Assert.Equal(loss, objective.DiscriminatorLoss(Column(4.5f, 2), Column(5, 4.25f)).Item());
        }
    }

    /// <summary>
    /// An image that is as likely real as generated adds L_D of one real and one generated image with the same logit: it is least at the threshold, and grows
    /// alike to both sides; where only differences count it is the same everywhere.
    /// </summary>
    [Theory]
    [MemberData(nameof(ObjectiveTests.Names), MemberType = typeof(ObjectiveTests))]
    public void The_decision_threshold_is_what_the_best_discriminator_answers_where_both_kinds_are_as_likely(string name)
    {
        IGanObjective objective = ObjectiveReference.All[name].Objective;
        float threshold = objective.DecisionThreshold ?? 0;
        foreach (float apart in (float[])[0.5f, 2, 8])
        {
            float above = Loss(threshold + apart);
            // Of an exponential: a few ulp.
            Assert.Equal(above, Loss(threshold - apart), 1e-6f * above);
            if (objective.DecisionThreshold is null)
                Assert.Equal(Loss(threshold), above);
            else
                Assert.True(apart < 1 && name == "hinge" ? above == Loss(threshold) : above > Loss(threshold));
        }

        float Loss(float logit) => objective.DiscriminatorLoss(Column(logit), Column(logit)).Item();
    }

    [Fact]
    public void The_relativistic_players_have_one_loss_with_their_roles_exchanged()
    {
        var objective = new RelativisticPairing();
        (Tensor real, Tensor fake) = (Column(0.5f, -2, 7), Column(1, 0.25f, -3));
        Assert.Equal(objective.DiscriminatorLoss(real, fake).Item(), objective.GeneratorLoss(fake, real).Item());
    }

    [Fact]
    public void Only_the_relativistic_generator_looks_at_real_images() =>
        Assert.Equal(["relativistic"], ObjectiveReference.All.Where(entry => entry.Value.Objective.GeneratorSeesReal).Select(entry => entry.Key));

    private float[] GeneratorGradient(IGanObjective objective, params float[] fake)
    {
        Tensor logits = Column(fake);
        return Gradients.Of(objective.GeneratorLoss(null, logits), [logits])[0].ToArray();
    }

    private Tensor Column(params float[] logits) => Tensor.From(_device, logits, new Shape(logits.Length, 1));
}
