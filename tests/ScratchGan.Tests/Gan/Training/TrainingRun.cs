using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>A whole small training of its own: device, data, DCGAN of 16 pixels, trainer, moving average.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly bool _ownsDevice;
    private readonly Batches _batches;
    private readonly Shape _images;
    private readonly Adam _generatorOptimizer;
    private readonly Adam _discriminatorOptimizer;
    private readonly ExponentialMovingAverage _average;

    /// <param name="penalty">null for DCGAN with batch normalisation; else a discriminator without normalisation, and this penalty</param>
    public TrainingRun(ulong seed, int threads = 1, IGanObjective? objective = null, IGradientPenalty? penalty = null, int batch = 6, int features = 6)
        : this(seed, Device.Cpu(threads), objective, penalty, batch, features) => _ownsDevice = true;

    /// <summary>On a device that goes on living.</summary>
    public TrainingRun(ulong seed, Device device, IGanObjective? objective = null, IGradientPenalty? penalty = null, int batch = 6, int features = 6)
    {
        Device = device;
        var sizes = new DcganSizes(16, 1, features, Latent: 9);
        _batches = new Batches(new DigitDataset(sizes.ImageSize, seed, count: 20), batch, seed);
        _images = new Shape(batch, sizes.Channels, sizes.ImageSize, sizes.ImageSize);
        var initial = new RandomSource(seed, stream: 0);
        var latents = new RandomSource(seed, stream: 1);
        Generator = Initialized(Dcgan.Generator(sizes), initial);
        Discriminator = Initialized(Dcgan.Discriminator(sizes, penalty is null ? Normalization.Batch : Normalization.None), initial);
        _generatorOptimizer = new Adam(Generator);
        _discriminatorOptimizer = new Adam(Discriminator);
        _average = new ExponentialMovingAverage(Initialized(Dcgan.Generator(sizes), initial), Generator, 0.99f);
        Phases = AdversarialPhases.Create(
            Generator, _generatorOptimizer, Discriminator, _discriminatorOptimizer, objective ?? new NonSaturating(), penalty, new RandomSource(seed, stream: 2));
        Latents = count => latents.Normal(Device, new Shape(count, sizes.Latent, 1, 1));
        Trainer = new GanTrainer(Generator, Latents, Phases, _average);
    }

    public Device Device { get; }

    public Module Generator { get; }

    public Module Discriminator { get; }

    public Func<int, Tensor> Latents { get; }

    public IReadOnlyList<Phase> Phases { get; }

    public GanTrainer Trainer { get; }

    public IReadOnlyDictionary<string, float> Step(bool measure = false, GanTrainer? trainer = null)
    {
        float[] pixels = new float[_images.Count];
        _batches.Next(pixels, new int[_images[0]]);
        using Tensor real = Tensor.From(Device, pixels, _images);
        return (trainer ?? Trainer).Run(real, measure);
    }

    /// <summary>The bits of everything that training changes.</summary>
    public int[] Bits() =>
    [
        .. Bits(Generator.ParameterArena), .. Bits(Generator.BufferArena), .. Bits(Discriminator.ParameterArena), .. Bits(Discriminator.BufferArena),
        .. Bits(_average.Average.ParameterArena), .. Bits(_average.Average.BufferArena),
        .. _generatorOptimizer.Moments.Concat(_discriminatorOptimizer.Moments).SelectMany(Bits),
    ];

    public static int[] Bits(Arena arena) => [.. arena.Flat.ToArray().Select(BitConverter.SingleToInt32Bits)];

    /// <summary>Draws images from the average, as a sample grid does in the middle of a training.</summary>
    public float[] Sample()
    {
        using var scope = new TensorScope(Device);
        return _average.Average.Forward(Latents(4)).ToArray();
    }

    public void SetLearningRate(float value)
    {
        _generatorOptimizer.LearningRate = value;
        _discriminatorOptimizer.LearningRate = value;
    }

    public void Dispose()
    {
        Trainer.Dispose();
        if (_ownsDevice)
        {
            Device.Dispose();
            return;
        }
        _generatorOptimizer.Dispose();
        _discriminatorOptimizer.Dispose();
        foreach (Module module in (Module[])[Generator, Discriminator, _average.Average])
            module.Dispose();
    }

    private Module Initialized(Module module, RandomSource random)
    {
        module.Initialize(Device, random);
        return module;
    }
}
