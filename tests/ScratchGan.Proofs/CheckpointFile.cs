using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;

namespace ScratchGan.Proofs;

/// <summary>A small training's checkpoint, and whether a session is still what that file says.</summary>
internal sealed class CheckpointFile : IDisposable
{
    private static readonly DcganSizes Sizes = new(16, Channels: 1, Features: 2, Latent: 5);
    private static readonly KeyValuePair<string, string>[] Settings =
        [new("imageSize", "16"), new("channels", "1"), new("features", "2"), new("latent", "5")];

    private readonly Device _device = Device.Cpu(threads: 1);
    private readonly GanSession _session;
    private readonly string _copy;

    internal CheckpointFile(string folder)
    {
        _copy = Path.Combine(folder, "copy.safetensors");
        _session = new GanSession(_device, new GanRecipe(
            () => Dcgan.Generator(Sizes), () => Dcgan.Discriminator(Sizes), module => new Adam(module), new NonSaturating(), null, Sizes.Latent, Seed: 1));
        using Tensor real = new RandomSource(1, 9).Uniform(_device, new Shape(4, 1, 16, 16));
        _session.Train(real, measure: false);
        Contents = Saved();
    }

    internal byte[] Contents { get; }

    /// <summary>Loads a file as a training and as a generator.</summary>
    /// <exception cref="DataException">it is refused</exception>
    internal void Open(string path)
    {
        Checkpoint.Load(path, _session, Settings);
        TrainedGenerator.Load(path, _device).Dispose();
    }

    /// <summary>A file that was refused has changed nothing; one that was accepted held the same numbers.</summary>
    internal bool IsUnchanged() => Contents.AsSpan().SequenceEqual(Saved());

    public void Dispose()
    {
        _session.Dispose();
        _device.Dispose();
    }

    private byte[] Saved()
    {
        Checkpoint.Save(_copy, _session, batchPosition: 4, Settings);
        return File.ReadAllBytes(_copy);
    }
}
