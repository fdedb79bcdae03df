using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Models;

/// <summary>
/// What every architecture must do: shapes as described, every parameter moved by three steps with R1 and R2, the same bits from the same seed. Not with
/// relativistic pairing, in which the last bias of a discriminator cancels.
/// </summary>
public sealed class ArchitectureTests : IDisposable
{
    private const int Batch = 4;
    private const int Latent = 6;
    private const string Conditional = "DCGAN, ";
    private readonly Device _device = Device.Cpu(threads: 2);
    private readonly ClassLabels _labels = new(3);

    public static TheoryData<string> Names =>
    [
        "MLP", "residual", "residual, conditional", "R3GAN", "R3GAN, projection", "DCGAN of 128 pixels", "packed, with minibatch deviation",
        .. Enum.GetNames<Condition>().Select(name => Conditional + name),
    ];

    public void Dispose()
    {
        _labels.Dispose();
        _device.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shapes_and_work_are_those_described(string name)
    {
        Pair pair = Create(name);
        _labels.Set(_device, [2, 0, 1, 2]);
        (Module generator, Module discriminator) = (Initialized(pair.Generator()), Initialized(pair.Discriminator()));
        var latents = new Shape(Batch, Latent, 1, 1);
        double before = _device.Flops;
        Tensor images = generator.Forward(Tensor.Filled(_device, 0.5f, latents));
        Assert.Equal(pair.Images, images.Shape);
        Assert.Equal(new LayerInfo(pair.Images, _device.Flops - before), generator.Describe(latents));
        before = _device.Flops;
        Tensor logits = discriminator.Forward(images);
        Assert.Equal(new LayerInfo(logits.Shape, _device.Flops - before), discriminator.Describe(pair.Images));
        Assert.Equal(pair.Objective is AuxiliaryClassification ? 1 + _labels.Classes : 1, logits.Shape[1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Three_steps_move_every_parameter_and_are_a_function_of_the_seed(string name)
    {
        float[] first = Trained(name, (module, path, before, after) => Assert.True(
            before.Zip(after).Any(pair => pair.First != pair.Second), $"{module}: {path} has not moved"));
        Assert.All(first, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(first, Trained(name, (_, _, _, _) => { }));
    }

    private float[] Trained(string name, Action<string, string, float[], float[]> check)
    {
        Pair pair = Create(name);
        _labels.Set(_device, [2, 0, 1, 2]);
        (Module generator, Module discriminator) = (Initialized(pair.Generator()), Initialized(pair.Discriminator()));
        using var generatorOptimizer = new Adam(generator, 1e-3f, beta1: 0, beta2: 0.99);
        using var discriminatorOptimizer = new Adam(discriminator, 1e-3f, beta1: 0, beta2: 0.99);
        var random = new RandomSource(seed: 3, stream: 1);
        using var trainer = new GanTrainer(generator, count => random.Normal(_device, new Shape(count, Latent, 1, 1)), AdversarialPhases.Create(
            generator, generatorOptimizer, discriminator, discriminatorOptimizer, pair.Objective, new SumOfPenalties(new R1(0.1f), new R2(0.1f)), random));
        List<(string Module, string Path, Parameter Parameter, float[] Before)> parameters =
        [
            .. generator.NamedParameters().Select(entry => ("generator", entry.Path, entry.Parameter, entry.Parameter.Value.ToArray())),
            .. discriminator.NamedParameters().Select(entry => ("discriminator", entry.Path, entry.Parameter, entry.Parameter.Value.ToArray())),
        ];
        for (int step = 0; step < 3; step++)
        {
            using Tensor real = random.Normal(_device, pair.Images);
            trainer.Run(real, measure: false);
        }
        foreach ((string module, string path, Parameter parameter, float[] before) in parameters)
            check(module, path, before, parameter.Value.ToArray());
        return [.. parameters.SelectMany(entry => entry.Parameter.Value.ToArray())];
    }

    private Pair Create(string name)
    {
        var small = new DcganSizes(16, 3, Features: 6, Latent);
        var images = new Shape(Batch, 3, 16, 16);
        var r3 = new R3GanSizes(3, [8, 8, 4], Latent, Blocks: 1, GroupSize: 4);
        return name switch
        {
            "MLP" => new(
                () => Mlp.Create(new MlpSizes(Latent, 2, 8, 2), Activations.Tanh), () => Mlp.Create(new MlpSizes(2, 1, 8, 2), Activations.LeakyRelu(), spectral: true),
                new Shape(Batch, 2)),
            "residual" => new(() => ResidualGan.Generator(small), () => ResidualGan.Discriminator(small), images),
            "residual, conditional" => new(() => ResidualGan.Generator(small, _labels), () => ResidualGan.Discriminator(small, _labels), images),
            "R3GAN" => new(() => R3Gan.Generator(r3), () => R3Gan.Discriminator(r3), images),
            "R3GAN, projection" => new(
                () => new Sequential(new LabelConcatenation(_labels), R3Gan.Generator(r3 with { Latent = Latent + 3 })),
                () => new Projection(R3Gan.Features(r3), width: 8, _labels), images),
            "DCGAN of 128 pixels" => new(
                () => Dcgan.Generator(small with { ImageSize = 128, Features = 2 }),
                () => Dcgan.Discriminator(small with { ImageSize = 128, Features = 2 }, Normalization.Layer),
                new Shape(Batch, 3, 128, 128)),
            _ when name.StartsWith(Conditional, StringComparison.Ordinal) => ConditionalPair(small, Enum.Parse<Condition>(name[Conditional.Length..])),
            _ => new(
                () => Dcgan.Generator(small),
                () => Architecture.Dcgan.Discriminator(small, Normalization.None, pack: 2, group: 2), images),
        };
    }

    private Pair ConditionalPair(DcganSizes sizes, Condition condition) => new(
        () => ConditionalDcgan.Generator(sizes, condition, _labels),
        () => ConditionalDcgan.Discriminator(sizes, condition, _labels, Normalization.None), new Shape(Batch, sizes.Channels, sizes.ImageSize, sizes.ImageSize))
    {
        Objective = condition == Condition.Auxiliary ? new AuxiliaryClassification(new NonSaturating(), _labels) : new NonSaturating(),
    };

    private Module Initialized(Module module)
    {
        module.Initialize(_device, new RandomSource(seed: 3, stream: 0));
        return module;
    }

    private sealed record Pair(Func<Module> Generator, Func<Module> Discriminator, Shape Images)
    {
        public IGanObjective Objective { get; init; } = new NonSaturating();
    }
}
