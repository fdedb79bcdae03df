using System.Buffers.Binary;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

public sealed class CheckpointTests : IDisposable
{
    private const int Batch = 3;
    private const int Latent = 5;
    private static readonly KeyValuePair<string, string>[] Settings = [KeyValuePair.Create("seed", "1"), KeyValuePair.Create("data", "über")];
    private readonly Device _device = Device.Cpu(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("scratchgan-checkpoint-").FullName;

    private string FilePath => Path.Combine(_folder, "a.safetensors");

    public void Dispose()
    {
        _device.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_training_that_was_saved_and_loaded_goes_on_with_the_same_bits()
    {
        using GanSession through = Session();
        Train(through, 0, 4);
        byte[] atFour = Saved(through, 4 * Batch);
        Train(through, 4, 7);
        byte[] atSeven = Saved(through, 7 * Batch);

        File.WriteAllBytes(FilePath, atFour);
        using GanSession loaded = Session();
        Assert.Equal(4 * Batch, Checkpoint.Load(FilePath, loaded, Settings));
        Assert.Equal(4, loaded.Step);
        Train(loaded, 4, 7);
        Assert.Equal(atSeven, Saved(loaded, 7 * Batch));
    }

    [Fact]
    public void Every_part_of_the_state_counts()
    {
        using GanSession session = Session();
        Train(session, 0, 1);
        byte[] before = Saved(session, 8);
        var changes = new (Action Do, Action Undo)[]
        {
            (() => session.Step++, () => session.Step--),
            (() => session.Latents.Position++, () => session.Latents.Position--),
            (() => session.PenaltyPoints.Position++, () => session.PenaltyPoints.Position--),
            (() => session.GeneratorOptimizer.StepCount++, () => session.GeneratorOptimizer.StepCount--),
            (() => session.DiscriminatorOptimizer.StepCount++, () => session.DiscriminatorOptimizer.StepCount--),
            Shift(session.Generator.Parameters[^1]),
            Shift(session.Generator.BufferArena.Tensors[0]),
            Shift(session.Discriminator.Parameters[0]),
            Shift(session.Average.Parameters[1]),
            Shift(session.Average.BufferArena.Tensors[^1]),
            Shift(session.GeneratorOptimizer.Moments[0].Tensors[0]),
            Shift(session.GeneratorOptimizer.Moments[1].Tensors[^1]),
            Shift(session.DiscriminatorOptimizer.Moments[1].Tensors[0]),
        };
        foreach ((Action change, Action undo) in changes)
        {
            change();
            Assert.NotEqual(before, Saved(session, 8));
            undo();
        }
        Assert.NotEqual(before, Saved(session, 9));
        Assert.Equal(before, Saved(session, 8));
    }

    [Fact]
    public void A_number_that_is_not_finite_is_never_saved()
    {
        using GanSession session = Session();
        byte[] before = Saved(session, 0);
        Tensor moment = session.DiscriminatorOptimizer.Moments[1].Tensors[0];
        float[] values = moment.ToArray();
        values[3] = float.PositiveInfinity;
        moment.Write(values);
        NonFiniteException error = Assert.Throws<NonFiniteException>(() => Checkpoint.Save(FilePath, session, 0, Settings));
        Assert.Contains("discriminatorOptimizer.moment2", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(FilePath));
        Assert.Equal([FilePath], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_that_ends_early_is_refused_and_changes_nothing()
    {
        using GanSession session = Session();
        byte[] whole = Saved(session, 0);
        for (int length = 0; length < whole.Length; length += 1 + length / 3)
            AssertRefused(session, whole[..length], whole);
        AssertRefused(session, whole[..^1], whole);
        AssertRefused(session, [.. whole, 0], whole);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_refused_and_changes_nothing()
    {
        using GanSession session = Session();
        byte[] whole = Saved(session, 0);
        int header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        // Every eleventh byte of the header, where the structure is, and some of the data.
        for (int position = 0, bit = 0; position < whole.Length; position += position < header ? 11 : 4999, bit = (bit + 3) % 8)
        {
            byte[] flipped = [.. whole];
            flipped[position] ^= (byte)(1 << bit);
            AssertRefused(session, flipped, whole);
        }
    }

    [Fact]
    public void Other_settings_are_refused_with_both_values()
    {
        using GanSession session = Session();
        Saved(session, 0);
        DataException error = Assert.Throws<DataException>(() =>
            Checkpoint.Load(FilePath, session, [KeyValuePair.Create("seed", "2"), KeyValuePair.Create("data", "über")]));
        Assert.Equal($"{FilePath}: expected a checkpoint with seed 2, found one with seed 1", error.Message);
    }

    [Fact]
    public void Other_networks_are_refused()
    {
        using GanSession session = Session();
        Saved(session, 0);
        using GanSession wider = Session(features: 4);
        DataException error = Assert.Throws<DataException>(() => Checkpoint.Load(FilePath, wider, Settings));
        Assert.StartsWith($"{FilePath}: expected generator.0.weight [5, 8, 4, 4], found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_a_grid_is_bit_equal_to_the_same_latent_drawn_alone()
    {
        using GanSession session = Session();
        Train(session, 0, 3);
        float[] latents = new float[7 * Latent];
        new RandomSource(1, GanStreams.SampleLatents).FillNormal(latents);
        float[] grid = session.Sample(latents);
        int image = grid.Length / 7;
        for (int k = 0; k < 7; k++)
            Assert.Equal(grid[(k * image)..((k + 1) * image)], session.Sample(latents.AsSpan(k * Latent, Latent)));
    }

    private static (Action, Action) Shift(Tensor tensor)
    {
        float[] values = tensor.ToArray();
        return (() => tensor.Write([.. values.Select(value => value + 1)]), () => tensor.Write(values));
    }

    private GanSession Session(int features = 2)
    {
        var sizes = new DcganSizes(16, 1, features, Latent);
        return new GanSession(_device, new GanRecipe(
            () => Dcgan.Generator(sizes), () => Dcgan.Discriminator(sizes, Normalization.Layer), module => new Adam(module), new Wasserstein(), new WganGp(10f),
            Latent, Seed: 1));
    }

    /// <summary>Steps first … last − 1 on batches that are a function of the step.</summary>
    private void Train(GanSession session, int first, int last)
    {
        for (int step = first; step < last; step++)
        {
            using Tensor real = new RandomSource(2, (ulong)step).Uniform(_device, new Shape(Batch, 1, 16, 16));
            session.Train(real, measure: step % 2 == 0);
        }
    }

    private byte[] Saved(GanSession session, long batchPosition)
    {
        Checkpoint.Save(FilePath, session, batchPosition, Settings);
        return File.ReadAllBytes(FilePath);
    }

    private void AssertRefused(GanSession session, byte[] damaged, byte[] whole)
    {
        File.WriteAllBytes(FilePath, damaged);
        DamagedFileException error = Assert.Throws<DamagedFileException>(() => Checkpoint.Load(FilePath, session, Settings));
        Assert.StartsWith(FilePath, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(whole, SavedElsewhere(session));
    }

    private byte[] SavedElsewhere(GanSession session)
    {
        string path = Path.Combine(_folder, "b.safetensors");
        Checkpoint.Save(path, session, 0, Settings);
        return File.ReadAllBytes(path);
    }
}
