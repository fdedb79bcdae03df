using System.Diagnostics;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Classifier;

/// <summary>Trains on one part of a data set and judges on the part held out.</summary>
internal static class ClassifierRun
{
    private const int ImageSize = 28;

    /// <param name="report">receives a line now and then</param>
    /// <exception cref="DataException">the data cannot be used; the message is for the user</exception>
    public static ClassifierResult Run(ClassifierSettings settings, Action<string> report)
    {
        long start = Stopwatch.GetTimestamp();
        using Dataset training = Open(settings, Split.Training, report);
        using Dataset heldOut = Open(settings, Split.HeldOut, report);
        if (training.ClassCount is not { } classes || heldOut.ClassCount is null || heldOut.ClassCount > classes || heldOut.Shape != training.Shape)
            throw new DataException(
                $"--data {settings.Data}: expected labelled images, the held-out ones of the same classes and channels as those to train on, found "
                + $"{training.ClassCount ?? 0} classes of {training.Shape} and {heldOut.ClassCount ?? 0} classes of {heldOut.Shape}");

        using Device device = Device.Cpu(settings.Threads);
        using FeatureClassifier classifier = FeatureClassifier.Train(
            device, training, new ClassifierTraining(settings.Epochs, settings.Batch, settings.Seed, report));
        return new ClassifierResult(
            "classifier", training.Name, settings.Epochs, classifier.ParameterCount, training.Count, heldOut.Count,
            Math.Round(classifier.Accuracy(heldOut), 6), Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2), settings.Threads);
    }

    private static Dataset Open(ClassifierSettings settings, Split split, Action<string> report) => DataOption.Open(
        "--data", settings.Data,
        () => DatasetSource.Open(settings.Data, new DatasetOptions(ImageSize) { Split = split, Seed = settings.Seed, Report = report }));
}

/// <summary>What the user can choose.</summary>
/// <param name="Data">"digits", or a path of labelled images with a held-out part</param>
internal sealed record ClassifierSettings(string Data, int Epochs, int Batch, ulong Seed, int Threads);

/// <summary>The line that the program prints.</summary>
/// <param name="Seconds">from opening the data to the last judged image</param>
internal sealed record ClassifierResult(
    string Name, string Data, int Epochs, int Parameters, int TrainImages, int TestImages, double TestAccuracy, double Seconds, int Threads);
