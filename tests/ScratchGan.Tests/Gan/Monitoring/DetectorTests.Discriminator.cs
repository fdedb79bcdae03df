using ScratchGan.Gan.Monitoring;
using Xunit;

namespace ScratchGan.Tests.Gan.Monitoring;

/// <summary>The detectors that ask what the discriminator is right about, and how it scores.</summary>
public sealed partial class DetectorTests
{
    /// <summary>What the usual advice takes for success: accuracies of a half. Only with slopes that have vanished it is a dead discriminator.</summary>
    [Fact]
    public void A_dead_discriminator_is_told_from_one_that_is_well_matched()
    {
        AssertFound(Concern.DiscriminatorDead, 10, observation =>
            observation with { AccuracyOnReal = 1, AccuracyOnFake = 0.05f, SlopeOnReal = 0.01, SlopeOnFake = 0.01 });
        Assert.Empty(Found(10, observation => observation with { AccuracyOnReal = 0.5f, AccuracyOnFake = 0.5f }));
    }

    /// <summary>Of 16 pairs in order by chance 4 to 12 are, to both sides by turns here: no single share need be near a half.</summary>
    [Fact]
    public void A_dead_discriminator_that_orders_pairs_by_chance_is_found_too()
    {
        AssertFound(Concern.DiscriminatorDead, 10, observation => Dead(observation, observation.Step % 40 == 0 ? 0.25f : 0.75f));
        Assert.Empty(Found(10, observation => Dead(observation, observation.Step % 40 == 0 ? 0.6f : 0.75f)));

        static Observation Dead(Observation observation, float share) =>
            observation with { AccuracyOnReal = share, AccuracyOnFake = share, SlopeOnReal = 0.01, SlopeOnFake = 0.01 };
    }

    /// <summary>
    /// To be right about all images is no victory while the loss is as it was; nor is a loss that is small because both kinds get the same score
    /// (Wasserstein's).
    /// </summary>
    [Fact]
    public void A_discriminator_that_wins()
    {
        AssertFound(Concern.DiscriminatorWins, 4, observation => observation with { DiscriminatorLoss = 0.054f });
        Assert.Empty(Found(4, observation => observation with { DiscriminatorLoss = 0.056f }));
        Assert.Empty(Found(20, observation => observation with { AccuracyOnReal = 1, AccuracyOnFake = 1 }));
        Assert.Empty(Found(20, observation => observation with { DiscriminatorLoss = 0, ScoreOnFake = 0.8 }));
    }

    /// <summary>From −20 to −0.9: the distance that a critic estimates has fallen to a twentieth, though it still scores real images higher.</summary>
    [Fact]
    public void A_Wasserstein_loss_that_comes_near_0_is_the_generators_success()
    {
        Observation[] history = History(observation =>
            observation with { DiscriminatorLoss = observation.Step < 600 ? -20 : -0.9f, ScoreOnTraining = 5, ScoreOnHeldOut = 5, ScoreOnFake = 4.1 });
        Assert.Empty(Detectors.Current(history));
    }

    [Fact]
    public void Overfitting()
    {
        AssertFound(Concern.Overfitting, 10, observation => Sure(observation) with { ScoreOnTraining = 3, ScoreOnHeldOut = 0.5 });
        Assert.Empty(Found(10, observation => observation with { ScoreOnTraining = -0.1, ScoreOnHeldOut = -0.9 }));
        Assert.Empty(Found(10, observation => Sure(observation) with { ScoreOnTraining = 3, ScoreOnHeldOut = 0.7 }));
    }

    /// <summary>Least squares draws scores to 1 and 0, and a clipped Wasserstein critic tells images apart by hundredths.</summary>
    [Fact]
    public void Overfitting_is_found_whatever_the_scale_and_the_offset_of_the_scores()
    {
        foreach ((double scale, double offset) in ((double, double)[])[(1, 0), (0.01, 0), (0.01, 7)])
        {
            Assert.Equal(Concern.Overfitting, Assert.Single(Detectors.Current(Scored(0.2))).Concern);
            Assert.Empty(Detectors.Current(Scored(0.6)));

            Observation[] Scored(double heldOut) => History(observation => Sure(observation) with
            {
                ScoreOnTraining = 0.9 * scale + offset,
                ScoreOnHeldOut = heldOut * scale + offset,
                ScoreOnFake = 0.1 * scale + offset,
            });
        }
    }

    [Fact]
    public void Oscillation()
    {
        Observation[] swinging = History(observation => observation.Step / 20 % 8 < 4
            ? observation with { AccuracyOnReal = 1, AccuracyOnFake = 0.9f }
            : observation with { AccuracyOnReal = 0.3f, AccuracyOnFake = 0.4f });
        Assert.Contains(Detectors.Current(swinging), finding => finding.Concern == Concern.Oscillation);
        Assert.DoesNotContain(Detectors.Current(swinging[..16]), finding => finding.Concern == Concern.Oscillation);
    }

    /// <summary>Of nearly all images.</summary>
    private static Observation Sure(Observation observation) => observation with { AccuracyOnReal = 0.95f, AccuracyOnFake = 0.95f };
}
