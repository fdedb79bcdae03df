using System.Diagnostics;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;

namespace ScratchGan.Examples.Classifier;

/// <summary>Trains on one part of a data set and judges on the part held out.</summary>
internal static class ClassifierRun
{
    private const float LearningRate = 2e-3f;
    private const int EvaluationBatch = 500;
    private const int ProgressEvery = 100;

    /// <param name="report">receives a line now and then</param>
    /// <exception cref="DataException">the data cannot be used; the message is for the user</exception>
    public static ClassifierResult Run(ClassifierSettings settings, Action<string> report)
    {
        long start = Stopwatch.GetTimestamp();
        using Dataset training = Open(settings, Split.Training, report);
        using Dataset heldOut = Open(settings, Split.HeldOut, report);
        if (training.ClassCount is not { } classes || heldOut.ClassCount is null || heldOut.ClassCount > classes || heldOut.Shape != training.Shape)
            throw new DataException(
                $"{settings.Data}: expected labelled images, the held-out ones of the same classes and channels as those to train on, found "
                + $"{training.ClassCount ?? 0} classes of {training.Shape} and {heldOut.ClassCount ?? 0} classes of {heldOut.Shape}");

        using Device device = Device.Cpu(settings.Threads);
        using Module classifier = ConvolutionalClassifier.Create(training.Shape.Channels, classes);
        classifier.Initialize(device, new RandomSource(settings.Seed, stream: 0));
        Train(classifier, device, training, settings, report);
        double accuracy = Accuracy(classifier, device, heldOut);
        return new ClassifierResult(
            "classifier", training.Name, settings.Epochs, classifier.Parameters.Sum(parameter => parameter.Shape.Count), training.Count, heldOut.Count,
            Math.Round(accuracy, 6), Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2), settings.Threads);
    }

    private static Dataset Open(ClassifierSettings settings, Split split, Action<string> report) => DatasetSource.Open(
        settings.Data, new DatasetOptions(ConvolutionalClassifier.ImageSize) { Split = split, Seed = settings.Seed, Report = report });

    /// <summary>Adam, the learning rate falling on a straight line to 0: large steps find the valley, small ones its floor.</summary>
    private static void Train(Module classifier, Device device, Dataset training, ClassifierSettings settings, Action<string> report)
    {
        using var optimizer = new Adam(classifier, LearningRate, beta1: 0.9);
        using var batches = new BatchPrefetcher(new Batches(training, settings.Batch, settings.Seed));
        var shape = new Shape(settings.Batch, training.Shape.Channels, training.Shape.Height, training.Shape.Width);
        float[] pixels = new float[shape.Count];
        int[] labels = new int[settings.Batch];
        long steps = (long)Math.Ceiling((double)settings.Epochs * training.Count / settings.Batch);
        for (long step = 0; step < steps; step++)
        {
            batches.Next(pixels, labels);
            using var scope = new TensorScope(device);
            Tensor loss = ConvolutionalClassifier.CrossEntropy(classifier.Forward(Tensor.From(device, pixels, shape)), labels);
            optimizer.LearningRate = LearningRate * (1f - (float)step / steps);
            optimizer.Step(Gradients.Of(loss, classifier.Parameters, into: optimizer.Gradients));
            if ((step + 1) % ProgressEvery == 0)
                report($"step {step + 1} of {steps}: loss {loss.Item():F4}");
        }
    }

    /// <summary>Share of images whose largest logit is that of their label.</summary>
    private static double Accuracy(Module classifier, Device device, Dataset images)
    {
        classifier.Evaluate();
        byte[] levels = new byte[images.Shape.Count];
        int right = 0;
        for (int first = 0; first < images.Count; first += EvaluationBatch)
        {
            int count = Math.Min(EvaluationBatch, images.Count - first);
            float[] pixels = new float[count * levels.Length];
            for (int i = 0; i < count; i++)
            {
                images.Read(first + i, levels);
                PixelRange.ToFloat(levels, pixels.AsSpan(i * levels.Length, levels.Length));
            }
            using var scope = new TensorScope(device);
            Tensor logits = classifier.Forward(Tensor.From(device, pixels, new Shape(count, images.Shape.Channels, images.Shape.Height, images.Shape.Width)));
            float[][] rows = [.. logits.ToArray().Chunk(logits.Shape[1])];
            right += Enumerable.Range(0, count).Count(i => Array.IndexOf(rows[i], rows[i].Max()) == images.Label(first + i));
        }
        return (double)right / images.Count;
    }
}

/// <summary>What the user can choose.</summary>
/// <param name="Data">"digits", or a path of labelled images with a held-out part</param>
internal sealed record ClassifierSettings(string Data, int Epochs, int Batch, ulong Seed, int Threads);

/// <summary>The line that the program prints.</summary>
/// <param name="Seconds">from opening the data to the last judged image</param>
internal sealed record ClassifierResult(
    string Name, string Data, int Epochs, int Parameters, int TrainImages, int TestImages, double TestAccuracy, double Seconds, int Threads);
