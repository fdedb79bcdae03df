using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;

namespace ScratchGan.Gan.Metrics;

/// <summary>How a classifier is trained.</summary>
/// <param name="Epochs">how often each image is seen</param>
/// <param name="Batch">images a step</param>
/// <param name="Seed">of initial weights and the order of images</param>
/// <param name="Report">receives a line now and then</param>
public sealed record ClassifierTraining(int Epochs = 3, int Batch = 64, ulong Seed = 1, Action<string>? Report = null);

/// <summary>
/// A classifier that the project trains itself, and the features it judges by. Its name holds the first digits of a hash of its weights: numbers on the
/// features of two classifiers cannot be mistaken for one another, nor for those of a downloaded network.
/// </summary>
public sealed class FeatureClassifier : IFeatureExtractor, IClassifier, IDisposable
{
    private const float LearningRate = 2e-3f;
    private const int EvaluationBatch = 250;
    private const int ProgressEvery = 100;
    private const int HashDigits = 6;
    private readonly Device _device;
    private readonly Lazy<string> _hash;

    internal FeatureClassifier(Device device, ConvolutionalClassifier network, ClassifierOrigin origin)
    {
        _device = device;
        Network = network;
        Origin = origin;
        network.Evaluate();
        _hash = new Lazy<string>(Hash);
    }

    /// <summary>What it was trained on.</summary>
    public ClassifierOrigin Origin { get; }

    /// <summary>SHA-256 of weights and running statistics.</summary>
    public string WeightsHash => _hash.Value;

    public string Name => $"{Origin.Data}-cnn {WeightsHash[..HashDigits]}";

    /// <summary>How many numbers were trained.</summary>
    public int ParameterCount => Network.Parameters.Sum(parameter => parameter.Shape.Count);

    internal ConvolutionalClassifier Network { get; }

    /// <summary>Adam, the learning rate falling on a straight line to 0: large steps find the valley, small ones its floor.</summary>
    /// <exception cref="MetricException">the images have no labels, or only one class</exception>
    public static FeatureClassifier Train(Device device, Dataset images, ClassifierTraining training)
    {
        if (images.ClassNames is not { Count: >= 2 } classNames)
            throw new MetricException($"{images.Name}: expected images of at least two classes to train a classifier on, found {images.ClassCount ?? 0}");
        if (images.Shape.Height != images.Shape.Width)
            throw new MetricException($"{images.Name}: expected square images to train a classifier on, found {images.Shape}");
        var network = new ConvolutionalClassifier(images.Shape, classNames.Count);
        network.Initialize(device, new RandomSource(training.Seed, stream: 0));
        using var optimizer = new Adam(network, LearningRate, beta1: 0.9);
        using var batches = new BatchPrefetcher(new Batches(images, training.Batch, training.Seed));
        var shape = new Shape(training.Batch, images.Shape.Channels, images.Shape.Height, images.Shape.Width);
        float[] pixels = new float[shape.Count];
        int[] labels = new int[training.Batch];
        long steps = (long)Math.Ceiling((double)training.Epochs * images.Count / training.Batch);
        for (long step = 0; step < steps; step++)
        {
            batches.Next(pixels, labels);
            if (Array.Exists(labels, label => label < 0))
                throw new MetricException($"{images.Name}: expected a label for every image, found one without");
            using var scope = new TensorScope(device);
            Tensor loss = ConvolutionalClassifier.CrossEntropy(network.Forward(Tensor.From(device, pixels, shape)), labels);
            optimizer.LearningRate = LearningRate * (1f - (float)step / steps);
            optimizer.Step(Gradients.Of(loss, network.Parameters, into: optimizer.Gradients));
            if ((step + 1) % ProgressEvery == 0)
                training.Report?.Invoke(string.Create(CultureInfo.InvariantCulture, $"step {step + 1} of {steps}: loss {loss.Item():F4}"));
        }
        return new FeatureClassifier(device, network, new ClassifierOrigin(images.Name, images.Identity, images.Shape, classNames));
    }

    /// <exception cref="MetricException">the images are not of the shape that it was trained on</exception>
    public FeatureSet Extract(Dataset images)
        => new(Name, ConvolutionalClassifier.FeatureCount, Map(images, Network.Features, ConvolutionalClassifier.FeatureCount));

    /// <summary>The class with the largest logit.</summary>
    /// <exception cref="MetricException">the images are not of the shape that it was trained on</exception>
    public int[] Predict(Dataset images) =>
        [.. Map(images, Network.Forward, Origin.ClassNames.Count).Chunk(Origin.ClassNames.Count).Select(logits => Array.IndexOf(logits, logits.Max()))];

    /// <summary>The share of labelled images whose class it finds.</summary>
    public double Accuracy(Dataset images)
    {
        Origin.RequireClassesOf(images);
        return SyntheticTraining.Accuracy(this, images);
    }

    public void Dispose() => Network.Dispose();

    /// <summary>Runs the images through in batches; an image's result does not depend on its batch.</summary>
    private float[] Map(Dataset images, Func<Tensor, Tensor> function, int length)
    {
        if (images.Shape != Origin.Shape)
            throw new MetricException($"{images.Name}: expected images of {Origin.Shape}, as {Name} was trained on, found {images.Shape}");
        float[] results = new float[images.Count * length];
        byte[] levels = new byte[images.Shape.Count];
        for (int first = 0; first < images.Count; first += EvaluationBatch)
        {
            int count = Math.Min(EvaluationBatch, images.Count - first);
            float[] pixels = new float[count * levels.Length];
            for (int i = 0; i < count; i++)
            {
                images.Read(first + i, levels);
                PixelRange.ToFloat(levels, pixels.AsSpan(i * levels.Length, levels.Length));
            }
            using var scope = new TensorScope(_device);
            var shape = new Shape(count, images.Shape.Channels, images.Shape.Height, images.Shape.Width);
            function(Tensor.From(_device, pixels, shape)).Read(results.AsSpan(first * length, count * length));
        }
        return results;
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((_, Parameter parameter) in Network.NamedParameters().Concat(Network.NamedBuffers()))
            hash.AppendData(MemoryMarshal.AsBytes<float>(parameter.Value.ToArray()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
