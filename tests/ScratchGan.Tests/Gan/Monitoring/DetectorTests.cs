using ScratchGan.Gan.Monitoring;
using Xunit;

namespace ScratchGan.Tests.Gan.Monitoring;

/// <summary>Each detector on a history that it must find, on one that is just not it, and on a healthy one.</summary>
public sealed partial class DetectorTests
{
    private const int Length = 60;

    private static readonly Observation Usual = new(
        Step: 0, DiscriminatorLoss: 1.1f, GeneratorLoss: 1.3f, AccuracyOnReal: 0.8f, AccuracyOnFake: 0.7f, DiscriminatorGradient: 1.5, GeneratorGradient: 20,
        SlopeOnReal: 2, SlopeOnFake: 2.4, Variety: 0.9, ScoreOnTraining: 1.2, ScoreOnHeldOut: 1.1, ScoreOnFake: -1);

    [Fact]
    public void A_healthy_history_is_of_no_concern() => Assert.Empty(Detectors.Current(History(observation => observation)));

    [Fact]
    public void No_history_is_of_no_concern() => Assert.Empty(Detectors.Current([]));

    [Fact]
    public void Dead_gradients()
    {
        AssertFound(Concern.DeadGradients, 5, observation => observation with { GeneratorGradient = 0 });
        AssertFound(Concern.DeadGradients, 5, observation => observation with { DiscriminatorGradient = 0.0014 });
        Assert.Empty(Found(5, observation => observation with { DiscriminatorGradient = 0.0016 }));
    }

    /// <summary>Gradients that were tiny from the start are dead too.</summary>
    [Fact]
    public void Gradients_that_never_lived() =>
        Assert.Contains(
            Detectors.Current(History(observation => observation with { GeneratorGradient = 1e-8 })), finding => finding.Concern == Concern.DeadGradients);

    [Fact]
    public void A_jump_is_twenty_times_what_ever_was()
    {
        AssertFound(Concern.Divergence, 3, observation => observation with { GeneratorGradient = 401 });
        AssertFound(Concern.Divergence, 3, observation => observation with { DiscriminatorLoss = -22.1f });
        Assert.Empty(Found(3, observation => observation with { GeneratorGradient = 399 }));
        Observation[] peaked = History(observation => observation.Step switch
        {
            300 => observation with { GeneratorGradient = 100 },
            > 1140 => observation with { GeneratorGradient = 1900 },
            _ => observation,
        });
        Assert.Empty(Detectors.Current(peaked));
    }

    /// <summary>Observed at every step, the first hundred steps of a healthy training look like this.</summary>
    [Fact]
    public void The_first_200_steps_have_nothing_usual_that_could_be_left()
    {
        Observation[] early = [.. Enumerable.Range(1, 190).Select(step => Usual with { Step = step, GeneratorGradient = step < 20 ? 0.01 : 5 })];
        Assert.Empty(Enumerable.Range(1, 190).SelectMany(length => Detectors.Current(early[..length])));
    }

    /// <summary>By a fifth from line to line: nowhere a jump.</summary>
    [Fact]
    public void A_climb_is_a_thousandfold()
    {
        Observation[] climbing = History(observation => observation with { DiscriminatorGradient = 1.5 * Math.Pow(1.2, observation.Step / 20 - 10) });
        double usual = climbing[5].DiscriminatorGradient;
        int first = Array.FindIndex(climbing, observation => observation.DiscriminatorGradient > 1000 * usual);
        Assert.DoesNotContain(Detectors.Current(climbing[..(first + 2)]), finding => finding.Concern == Concern.Divergence);
        Assert.Contains(Detectors.Current(climbing[..(first + 3)]), finding => finding.Concern == Concern.Divergence);
    }

    [Fact]
    public void Collapse()
    {
        AssertFound(Concern.Collapse, 3, observation => observation with { Variety = 0.44 });
        Assert.Empty(Found(3, observation => observation with { Variety = 0.46 }));
    }

    /// <summary>Samples that fly apart and come back to as many as real ones have not collapsed.</summary>
    [Fact]
    public void Variety_beyond_that_of_real_images_does_not_count()
    {
        Assert.Empty(Detectors.Current(History(observation => observation with { Variety = observation.Step < 600 ? 30 : 0.6 })));
        Finding[] found = [.. Detectors.Current(History(observation => observation with { Variety = observation.Step < 600 ? 30 : 0.4 }))];
        Assert.Equal(Concern.Collapse, Assert.Single(found).Concern);
    }

    /// <summary>A generator begins with images that are all the same; if they still are after a thousand steps, that is a collapse too.</summary>
    [Fact]
    public void The_grey_of_the_start_is_no_collapse_before_step_1000()
    {
        Observation[] grey = [.. Enumerable.Range(1, 60).Select(i => Usual with { Step = 20 * i, Variety = 0.03 })];
        Assert.Empty(Detectors.Current(grey[..49]));
        Assert.Equal(Concern.Collapse, Assert.Single(Detectors.Current(grey[..50])).Concern);
    }

    [Fact]
    public void Uneven_slopes() => AssertFound(Concern.UnevenSlopes, 8, observation => observation with { SlopeOnFake = 61 });

    [Fact]
    public void A_concern_is_new_once()
    {
        Observation[] history = [.. History(observation => observation), .. Enumerable.Repeat(Usual with { Variety = 0 }, 6)];
        int[] told = [.. Enumerable.Range(1, history.Length).Where(length => Detectors.New(history[..length]).Any())];
        Assert.Equal([Length + 3], told);
    }

    [Fact]
    public void Every_concern_says_what_it_means_and_what_to_try()
    {
        foreach (Concern concern in Enum.GetValues<Concern>())
            Assert.Contains($"{concern.Meaning()}; to try: {concern.Advice()}", new Finding(concern, "evidence").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stop_rule_needs_all_three()
    {
        Observation[] matched = History(observation => observation with { AccuracyOnReal = 0.6f, AccuracyOnFake = 0.6f });
        double[] flat = [0.5, 0.2, 0.1, 0.1, 0.101, 0.1, 0.1], falling = [0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.05];
        Assert.True(StopRule.Of(matched, flat).IsMet);
        Assert.Equal(new StopRule(true, false, true), StopRule.Of(matched, falling));
        Assert.Equal(new StopRule(false, true, true), StopRule.Of(History(observation => observation with { AccuracyOnReal = 1, AccuracyOnFake = 1 }), flat));
        Assert.Equal(new StopRule(true, true, false), StopRule.Of([.. matched.Select(observation => observation with { Variety = 0.3 })], flat));
        Assert.Equal(new StopRule(false, false, false), StopRule.Of([], []));
    }

    /// <summary>Found after so many observations of the kind, and not after one fewer.</summary>
    private static void AssertFound(Concern concern, int times, Func<Observation, Observation> wrong)
    {
        Assert.Contains(Found(times, wrong), finding => finding.Concern == concern);
        Assert.DoesNotContain(Found(times - 1, wrong), finding => finding.Concern == concern);
    }

    private static IEnumerable<Finding> Found(int times, Func<Observation, Observation> wrong)
    {
        Observation[] history = History(observation => observation);
        for (int i = Length - times; i < Length; i++)
            history[i] = wrong(history[i]);
        return Detectors.Current(history);
    }

    private static Observation[] History(Func<Observation, Observation> each) =>
        [.. Enumerable.Range(1, Length).Select(i => each(Usual with { Step = 20 * i }))];
}
