using ScratchGan.Data;

namespace ScratchGan.Gan.Metrics;

/// <summary>What a classifier was trained on, and so what it can be asked about.</summary>
/// <param name="Data">the name of the data, for people</param>
/// <param name="Identity">the hash of the data</param>
public sealed record ClassifierOrigin(string Data, string Identity, ImageShape Shape, IReadOnlyList<string> ClassNames)
{
    /// <exception cref="MetricException">it was trained on other data than these</exception>
    public void RequireTrainedOn(Dataset training)
    {
        if (training.Identity != Identity)
            throw new MetricException(
                $"classifier: expected one trained on {training.Name} {training.Shape}, data {training.Identity[..8]}, found one trained on {Data} {Shape}, data {Identity[..8]}");
    }

    /// <exception cref="MetricException">the images have no labels, or classes that are not the first ones of these</exception>
    public void RequireClassesOf(Dataset images)
    {
        if (images.ClassNames is null)
            throw new MetricException($"{images.Name}: expected labelled images, found none with a label");
        if (!images.ClassNames.SequenceEqual(ClassNames.Take(images.ClassNames.Count)))
            throw new MetricException($"{images.Name}: expected the classes {string.Join(", ", ClassNames)}, found {string.Join(", ", images.ClassNames)}");
    }
}
