namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// Right about half of all images, on average over ten observations, with slopes in each of them of less than a hundredth of what they once were. (Right about
/// half of them with a slope as usual is what training aims for.) On average, since of N pairs that are in order by chance the share strays by 1/(2√N).
/// </summary>
public sealed class DiscriminatorDead : IDetector
{
    private const int Times = 10;
    private const double Chance = 0.5;
    private const double Tolerance = 0.05;
    private const double Share = 0.01;

    public Finding? Examine(ReadOnlySpan<Observation> history)
    {
        double steepest = Detectors.Greatest(history, Slope);
        return Detectors.Last(history, Times, observation => Slope(observation) < Share * steepest)
            && Math.Abs(Detectors.Mean(history[^Times..], Detectors.Accuracy) - Chance) < Tolerance
            ? new Finding(
                Concern.DiscriminatorDead,
                Detectors.Text($"the discriminator is right about half of the images, and its slope is {Slope(history[^1]):G2}, once it was {steepest:G2}"))
            : null;
    }

    private static double Slope(Observation observation) => Math.Max(observation.SlopeOnReal, observation.SlopeOnFake);
}

/// <summary>
/// Four times in a row the discriminator's loss is less than a twentieth of what it was at first (the median of the first ten observations) although real
/// images are scored higher than generated ones. To be right about all images is not enough: in the first hundreds of steps that is usual. With the loss of
/// <see cref="Objectives.NonSaturating"/>, 1.4 at first, a twentieth is an average probability of 0.97 for the right answer. A loss below 0 is <see
/// cref="Objectives.Wasserstein"/>'s: it comes nearer to 0 as the generator does to the data, and to win at it does not make its gradient vanish.
/// </summary>
public sealed class DiscriminatorWins : IDetector
{
    private const int Times = 4;
    private const double Share = 0.05;
    private const double Apart = 0.5;

    public Finding? Examine(ReadOnlySpan<Observation> history) =>
        Detectors.Usual(history, Loss) is double usual && Detectors.Last(
            history, Times, observation =>
                Loss(observation) is >= 0 and double loss && loss < Share * usual && observation.ScoreOnTraining - observation.ScoreOnFake > Apart)
            ? new Finding(
                Concern.DiscriminatorWins,
                Detectors.Text($"the discriminator's loss is {history[^1].DiscriminatorLoss:G2}, at first it was {usual:G2}; ")
                + Detectors.Text($"it is right about {history[^1].AccuracyOnReal:P1} of real and {history[^1].AccuracyOnFake:P1} of generated images"))
            : null;

    private static double Loss(Observation observation) => observation.DiscriminatorLoss;
}

/// <summary>
/// r = (s̄_training − s̄_held-out)/(s̄_training − s̄_fake), the mean over ten observations of scores s (Karras et al. 2020, equation 1): 0 when new real
/// images are judged as those that were trained on, 1 when they are judged as generated ones. More than 0.6 is a concern, once the discriminator tells
/// training images from generated ones: is no longer near chance. (How far apart their scores must be for that, each objective has a scale of its own.)
/// </summary>
public sealed class Overfitting : IDetector
{
    private const int Times = 10;
    private const double Most = 0.6;

    public Finding? Examine(ReadOnlySpan<Observation> history)
    {
        if (history.Length < Times)
            return null;
        ReadOnlySpan<Observation> last = history[^Times..];
        double training = Detectors.Mean(last, observation => observation.ScoreOnTraining);
        double apart = training - Detectors.Mean(last, observation => observation.ScoreOnFake);
        double share = (training - Detectors.Mean(last, observation => observation.ScoreOnHeldOut)) / apart;
        return Detectors.Mean(last, Detectors.Accuracy) >= Detectors.NearChance && apart > 0 && share > Most
            ? new Finding(
                Concern.Overfitting, Detectors.Text($"real images it has not seen get a score {share:P0} of the way from seen ones to generated ones"))
            : null;
    }
}

/// <summary>
/// In the last 24 observations the discriminator went at least six times from right about nearly all (0.9) to wrong about nearly half of them (0.45), or
/// back.
/// </summary>
public sealed class Oscillation : IDetector
{
    private const int Window = 24;
    private const int Turns = 6;
    private const float Won = 0.9f;
    private const float Lost = 0.55f;

    public Finding? Examine(ReadOnlySpan<Observation> history)
    {
        if (history.Length < Window)
            return null;
        int turns = 0;
        bool? winning = null;
        foreach (Observation observation in history[^Window..])
        {
            double right = Detectors.Accuracy(observation);
            bool? now = right >= Won ? true : right <= Lost ? false : null;
            turns += now is not null && winning is not null && now != winning ? 1 : 0;
            winning = now ?? winning;
        }
        return turns >= Turns
            ? new Finding(Concern.Oscillation, Detectors.Text($"the discriminator won and lost in turn, {turns} times in {Window} observations"))
            : null;
    }
}
