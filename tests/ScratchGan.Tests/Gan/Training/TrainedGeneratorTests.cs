using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

public sealed class TrainedGeneratorTests : IDisposable
{
    private const int Latent = 5;
    private const int Count = 7;
    private static readonly DcganSizes Sizes = new(16, 3, Features: 4, Latent);
    private readonly Device _device = Device.Cpu(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("scratchgan-generator-").FullName;

    private string FilePath => Path.Combine(_folder, "checkpoint.safetensors");

    public void Dispose()
    {
        _device.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void It_draws_what_the_averaged_generator_of_the_training_draws()
    {
        using GanSession session = Trained();
        Save(session);
        float[] latents = new float[Count * Latent];
        new RandomSource(seed: 11, GanStreams.SampleLatents).FillNormal(latents);
        MemoryDataset expected = MemoryDataset.OfValues("run", new ImageShape(3, 16, 16), session.Sample(latents));
        using TrainedGenerator loaded = TrainedGenerator.Load(FilePath, _device);
        Assert.Equal((3L, new ImageShape(3, 16, 16)), (loaded.Step, loaded.Shape));
        Assert.Equal(expected.Identity, loaded.Sample("run", Count, seed: 11).Identity);
        Assert.NotEqual(expected.Identity, loaded.Sample("run", Count, seed: 12).Identity);
    }

    /// <summary>Each condition's generator is found again; the same latents are other images when another class is asked for.</summary>
    [Theory]
    [InlineData(Condition.Concatenation)]
    [InlineData(Condition.Projection)]
    [InlineData(Condition.BatchNorm)]
    [InlineData(Condition.Auxiliary)]
    public void A_conditional_one_draws_the_class_that_is_asked_for(Condition condition)
    {
        using var labels = new ClassLabels(3);
        using GanSession session = Conditional(condition, labels);
        Save(session, ("condition", condition.ToString()), ("classes", "red\ngreen\nblue"));
        float[] latents = new float[Count * Latent];
        new RandomSource(seed: 11, GanStreams.SampleLatents).FillNormal(latents);
        int[] classes = [0, 1, 2, 0, 1, 2, 0];
        float[] expected = session.Sample(latents, labels, classes);
        using TrainedGenerator loaded = TrainedGenerator.Load(FilePath, _device);
        Assert.Equal(["red", "green", "blue"], loaded.ClassNames!);
        Assert.Equal(expected, loaded.Draw(latents, classes));
        Assert.NotEqual(expected, loaded.Draw(latents, [1, 1, 2, 0, 1, 2, 0]));
        MemoryDataset sampled = loaded.Sample("run", Count, seed: 11);
        Assert.Equal(MemoryDataset.OfValues("run", new ImageShape(3, 16, 16), expected, classes, ["red", "green", "blue"]).Identity, sampled.Identity);
        Assert.Contains("expected the class of each image", Assert.Throws<InvalidOperationException>(() => loaded.Draw(latents)).Message);
    }

    /// <summary>Stages of different widths, as examples/R3Gan stores them; the discriminator beside it judges as the training's does.</summary>
    [Fact]
    public void An_R3GAN_is_found_by_its_description()
    {
        var sizes = new R3GanSizes(3, [8, 8, 4], Latent, Blocks: 1, GroupSize: 4);
        using GanSession session = Staged(sizes);
        IReadOnlyList<KeyValuePair<string, string>> description = R3GanDescription.Of(sizes);
        Checkpoint.Save(FilePath, session, batchPosition: 8, description);
        float[] latents = new float[Count * Latent];
        new RandomSource(seed: 11, GanStreams.SampleLatents).FillNormal(latents);
        float[] images = session.Sample(latents);
        using (TrainedGenerator loaded = TrainedGenerator.Load(FilePath, _device))
        {
            Assert.Equal((2L, new ImageShape(3, 16, 16), Architecture.R3Gan, true), (loaded.Step, loaded.Shape, loaded.Architecture, loaded.HasDiscriminator));
            Assert.Equal(images, loaded.Draw(latents));
            using Module discriminator = loaded.LoadDiscriminator();
            using var scope = new TensorScope(_device);
            Tensor drawn = Tensor.From(_device, images, new Shape(Count, 3, 16, 16));
            Assert.Equal(session.Discriminator.Forward(drawn).ToArray(), discriminator.Forward(drawn).ToArray());
        }

        AssertRefused("widths", "8,8", "expected average.");
        AssertRefused("widths", "8,,4", "expected the checkpoint of a generator with widths, found 8,,4");
        AssertRefused("blocks", "one", "expected the checkpoint of a generator with blocks, found one");
        AssertRefused("groupSize", "0", "an R3GAN needs widths whose double 0 divides, found 8, 8, 4");

        void AssertRefused(string key, string value, string message)
        {
            Checkpoint.Save(FilePath, session, batchPosition: 8, [.. description.Select(entry => entry.Key == key ? KeyValuePair.Create(key, value) : entry)]);
            Assert.StartsWith($"{FilePath}: {message}", Assert.Throws<DataException>(() => TrainedGenerator.Load(FilePath, _device)).Message);
        }
    }

    /// <summary>A file does not say how a DCGAN's discriminator is normalised, and the arrays of one without are among those of a spectral one.</summary>
    [Theory]
    [InlineData(Normalization.Batch)]
    [InlineData(Normalization.Layer)]
    [InlineData(Normalization.None)]
    [InlineData(Normalization.Spectral)]
    public void The_discriminator_beside_it_judges_as_the_trainings_does_however_it_is_normalised(Normalization normalization)
    {
        using GanSession session = Trained(normalization);
        Save(session);
        session.Discriminator.Evaluate();
        using TrainedGenerator loaded = TrainedGenerator.Load(FilePath, _device);
        using Module discriminator = loaded.LoadDiscriminator();
        using var scope = new TensorScope(_device);
        Tensor images = new RandomSource(seed: 6, stream: 0).Normal(_device, new Shape(Count, 3, 16, 16));
        Assert.Equal(session.Discriminator.Forward(images).ToArray(), discriminator.Forward(images).ToArray());
    }

    [Fact]
    public void A_checkpoint_of_other_networks_is_refused_in_words()
    {
        using GanSession session = Trained();
        Save(session, ("features", "6"));
        Assert.StartsWith($"{FilePath}: expected average.0.weight [5, ", Refused());
        Save(session, ("imageSize", "17"));
        Assert.StartsWith($"{FilePath}: a DCGAN makes images of ", Refused());
        Save(session, ("network", "unet"));
        Assert.Equal($"{FilePath}: expected a network of dcgan, residual, r3gan, found unet", Refused());
        Save(session, ("network", "r3gan"));
        Assert.StartsWith($"{FilePath}: an R3GAN needs widths whose double 16 divides, found 4, ", Refused());
        Save(session, ("network", "residual"));
        Assert.StartsWith($"{FilePath}: expected average.1.weight ", Refused());
        Save(session, ("latent", "five"));
        Assert.Equal($"{FilePath}: expected the checkpoint of a generator with latent, found five", Refused());
        Save(session, ("condition", "Magic"), ("classes", "red"));
        Assert.EndsWith("and classes, found Magic and red", Refused());

        string Refused() => Assert.Throws<DataException>(() => TrainedGenerator.Load(FilePath, _device)).Message;
    }

    private GanSession Trained(Normalization normalization = Normalization.Batch)
    {
        var session = new GanSession(
            _device,
            new GanRecipe(
                () => Dcgan.Generator(Sizes), () => Dcgan.Discriminator(Sizes, normalization), module => new Adam(module), new NonSaturating(), null, Latent, Seed: 2));
        var batches = new Batches(new FaceDataset(16, seed: 1, count: 20), 4, seed: 1);
        float[] pixels = new float[4 * batches.Shape.Count];
        for (int step = 0; step < 3; step++)
        {
            batches.Next(pixels, new int[4]);
            using Tensor real = Tensor.From(_device, pixels, new Shape(4, 3, 16, 16));
            session.Train(real, measure: false);
        }
        return session;
    }

    private GanSession Staged(R3GanSizes sizes)
    {
        var session = new GanSession(_device, new GanRecipe(
            () => R3Gan.Generator(sizes), () => R3Gan.Discriminator(sizes), module => new Adam(module), new RelativisticPairing(), null, Latent, Seed: 2));
        var random = new RandomSource(seed: 4, stream: 0);
        for (int step = 0; step < 2; step++)
        {
            using Tensor real = random.Normal(_device, new Shape(4, 3, 16, 16));
            session.Train(real, measure: false);
        }
        return session;
    }

    private GanSession Conditional(Condition condition, ClassLabels labels)
    {
        var session = new GanSession(_device, new GanRecipe(
            () => ConditionalDcgan.Generator(Sizes, condition, labels), () => ConditionalDcgan.Discriminator(Sizes, condition, labels, Normalization.None),
            module => new Adam(module), condition == Condition.Auxiliary ? new AuxiliaryClassification(new Hinge(), labels) : new Hinge(), null, Latent, Seed: 2));
        var random = new RandomSource(seed: 4, stream: 0);
        for (int step = 0; step < 3; step++)
        {
            labels.Set(_device, [2, 0, 1, step]);
            using Tensor real = random.Normal(_device, new Shape(4, 3, 16, 16));
            session.Train(real, measure: false);
        }
        return session;
    }

    /// <summary>With the settings that examples/Dcgan stores, one of them changed.</summary>
    private void Save(GanSession session, params ReadOnlySpan<(string Key, string Value)> changed)
    {
        Dictionary<string, string> settings = new() { ["imageSize"] = "16", ["channels"] = "3", ["features"] = "4", ["latent"] = "5" };
        foreach ((string key, string value) in changed)
            settings[key] = value;
        Checkpoint.Save(FilePath, session, batchPosition: 12, [.. settings]);
    }
}
