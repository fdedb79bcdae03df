using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;
using ScratchGan.Tests.Data;
using Xunit;

namespace ScratchGan.Tests.Gan.Metrics;

/// <summary>One small classifier of digits, trained once.</summary>
public sealed class TrainedOnDigits : IDisposable
{
    internal Device Device { get; } = Device.Cpu(threads: 2);

    internal DigitDataset Digits { get; } = new(16, seed: 3, count: 1_500);

    internal DigitDataset HeldOut { get; } = new(16, seed: 3, Split.HeldOut, count: 500);

    internal FeatureClassifier Classifier { get; }

    public TrainedOnDigits() => Classifier = FeatureClassifier.Train(Device, Digits, new ClassifierTraining(Epochs: 2));

    public void Dispose()
    {
        Classifier.Dispose();
        Device.Dispose();
    }
}

public sealed class FeatureClassifierTests(TrainedOnDigits trained) : IClassFixture<TrainedOnDigits>
{
    [Fact]
    public void It_learns_and_is_named_after_its_weights()
    {
        FeatureClassifier classifier = trained.Classifier;
        Assert.InRange(classifier.Accuracy(trained.HeldOut), 0.85, 1);
        Assert.Equal($"digits-cnn {classifier.WeightsHash[..6]}", classifier.Name);
        using FeatureClassifier again = FeatureClassifier.Train(trained.Device, trained.Digits, new ClassifierTraining(Epochs: 2));
        using FeatureClassifier other = FeatureClassifier.Train(trained.Device, trained.Digits, new ClassifierTraining(Epochs: 2, Seed: 2));
        Assert.Equal(classifier.WeightsHash, again.WeightsHash);
        Assert.NotEqual(classifier.WeightsHash, other.WeightsHash);
        FeatureSet features = classifier.Extract(trained.HeldOut);
        Assert.Equal((classifier.Name, 128, 500), (features.Space, features.Dimensions, features.Count));
        Assert.Throws<MetricException>(() => KernelDistance.Between(features, other.Extract(trained.HeldOut)));
    }

    /// <summary>Digits of two halves look alike, those without a 7 do not: the distance is many times the floor.</summary>
    [Fact]
    public void Its_features_tell_data_that_lacks_a_class()
    {
        var others = new DigitDataset(16, seed: 4, count: 400);
        MemoryDataset without = MemoryDataset.Of(new DigitDataset(16, seed: 5, count: 800),
            [.. Enumerable.Range(0, 800).Where(i => i % 10 is 0 or 1 or 2 or 3 or 4)]);
        var comparison = new Comparison(
            trained.Classifier.Extract(trained.HeldOut), trained.Classifier.Extract(without), trained.Classifier.Extract(others));
        MetricResult distance = FrechetDistance.Of(comparison);
        Assert.True(distance.Value > 5 * distance.Floor && distance.Floor > 0, $"{distance}");
        int classes = ClassHistogram.Of(trained.Classifier.Predict(without), 10).Counts.Take(5).Sum();
        Assert.InRange(classes, 340, 400);
    }

    [Fact]
    public void A_saved_classifier_is_the_same_and_a_changed_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder["classifier.safetensors"];
        ClassifierFile.Save(path, trained.Classifier);
        using (FeatureClassifier loaded = ClassifierFile.Load(path, trained.Device))
        {
            Assert.Equal(trained.Classifier.Name, loaded.Name);
            Assert.Equal((trained.Classifier.Origin.Identity, trained.Classifier.Origin.Shape), (loaded.Origin.Identity, loaded.Origin.Shape));
            Assert.Equal(trained.Classifier.Predict(trained.HeldOut), loaded.Predict(trained.HeldOut));
            loaded.Origin.RequireTrainedOn(trained.Digits);
        }
        byte[] file = File.ReadAllBytes(path);
        file[^9] ^= 4;
        File.WriteAllBytes(path, file);
        Assert.StartsWith($"{path}: expected a whole and unaltered classifier, found",
            Assert.Throws<DamagedFileException>(() => ClassifierFile.Load(path, trained.Device)).Message);
    }

    [Fact]
    public void Images_and_labels_that_do_not_fit_are_named()
    {
        FeatureClassifier classifier = trained.Classifier;
        AssertRefused($"digits: expected images of 1×16×16, as {classifier.Name} was trained on, found 1×20×20",
            () => classifier.Extract(new DigitDataset(20, 1, count: 3)));
        Assert.StartsWith(
            "classifier: expected one trained on digits 1×16×16, data ",
            Assert.Throws<MetricException>(() => classifier.Origin.RequireTrainedOn(new DigitDataset(16, 4, count: 1_500))).Message);
        AssertRefused("plain: expected labelled images, found none with a label",
            () => classifier.Accuracy(new MemoryDataset("plain", new(1, 16, 16), new byte[256])));
        AssertRefused(
            "faces: expected the classes 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, found no smile, smile",
            () => classifier.Accuracy(new FaceDataset(16, 1, label: FaceLabel.Smile)));
        AssertRefused(
            "plain: expected images of at least two classes to train a classifier on, found 0",
            () => FeatureClassifier.Train(trained.Device, new MemoryDataset("plain", new(1, 16, 16), new byte[256]), new ClassifierTraining()));
    }

    /// <summary>The three channels are read by one classifier: the number is the label wherever each digit is read rightly.</summary>
    [Fact]
    public void Stacked_digits_are_read_as_numbers()
    {
        using var stacked = new StackedDataset(new DigitDataset(16, seed: 3, Split.HeldOut, count: 500), seed: 1, Split.HeldOut, count: 1_000);
        ClassHistogram read = StackedModes.Count(trained.Classifier, stacked);
        ClassHistogram truth = ClassHistogram.Of(Enumerable.Range(0, 1_000).Select(stacked.Label), 1000);
        Assert.Equal(1_000, read.Samples);
        int misread = read.Counts.Zip(truth.Counts, (a, b) => Math.Abs(a - b)).Sum() / 2;
        Assert.InRange(misread, 0, 300);   // a tenth of single digits misread would be 27 % of the numbers
        FeatureSet features = new StackedFeatures(trained.Classifier).Extract(MemoryDataset.Of(stacked, [7, 8, 9]));
        Assert.Equal((3, 384, $"stacked {trained.Classifier.Name}"), (features.Count, features.Dimensions, features.Space));
        AssertRefused("digits: expected images of three channels and a classifier of 10 digits, found 1×16×16 and 10 classes",
            () => StackedModes.Count(trained.Classifier, trained.Digits));
    }

    /// <summary>Training images with a third of the labels wrong make a worse classifier than real ones; the images are the same otherwise.</summary>
    [Fact]
    public void Training_on_worse_images_shows_in_the_accuracy_on_real_ones()
    {
        MemoryDataset real = MemoryDataset.Of(trained.Digits, [.. Enumerable.Range(0, 600)]);
        byte[] pixels = new byte[600 * 256];
        for (int i = 0; i < 600; i++)
            trained.Digits.Read(i, pixels.AsSpan(i * 256, 256));
        var wrong = new MemoryDataset("wrong", real.Shape, pixels, [.. Enumerable.Range(0, 600).Select(i => (real.Label(i) + (i % 10 < 5 ? 1 : 0)) % 10)],
            real.ClassNames);
        var classifiers = new List<FeatureClassifier>();
        MetricResult result = SyntheticTraining.Of(Train, wrong, real, trained.HeldOut);
        classifiers.ForEach(classifier => classifier.Dispose());
        Assert.InRange(result.Floor, 0.7, 1);
        Assert.InRange(result.Value, 0.2, result.Floor - 0.2);
        AssertRefused(
            "digits: expected as many images as there are real ones to train on, 600, found 1500",
            () => SyntheticTraining.Of(Train, trained.Digits, real, trained.HeldOut));
        AssertRefused(
            "plain: expected labelled images, found none with a label",
            () => SyntheticTraining.Of(Train, new MemoryDataset("plain", real.Shape, pixels), real, trained.HeldOut));

        IClassifier Train(Dataset images)
        {
            classifiers.Add(FeatureClassifier.Train(trained.Device, images, new ClassifierTraining(Epochs: 3)));
            return classifiers[^1];
        }
    }

    /// <summary>Means of blocks of 2×2 of an image whose rows count up.</summary>
    [Fact]
    public void Pixels_are_reduced_by_means_of_blocks()
    {
        byte[] image = [.. Enumerable.Range(0, 2 * 4 * 6).Select(i => (byte)i)];
        var set = new MemoryDataset("rows", new ImageShape(2, 4, 6), image);
        FeatureSet features = new PixelFeatures(set.Shape, factor: 2).Extract(set);
        Assert.Equal(("pixels 2×2×3", 12), (features.Space, features.Dimensions));
        Assert.Equal((0 + 1 + 6 + 7) / 4.0 / 127.5 - 1, features[0][0], 1e-6);
        Assert.Equal((40 + 41 + 46 + 47) / 4.0 / 127.5 - 1, features[0][11], 1e-6);
        Assert.Equal("pixels 3×28×28", PixelFeatures.Reduced(new ImageShape(3, 28, 28)).Name);
        Assert.Equal("pixels 3×16×16", PixelFeatures.Reduced(new ImageShape(3, 64, 64)).Name);
    }

    private static void AssertRefused(string message, Func<object> metric) => Assert.Equal(message, Assert.Throws<MetricException>(metric).Message);
}
