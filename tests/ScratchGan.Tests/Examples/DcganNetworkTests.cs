using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Examples;
using ScratchGan.Gan.Training;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

/// <summary>Other networks, augmentation, packing and steps of the discriminator, as they are asked for on the command line.</summary>
public sealed class DcganNetworkTests : IDisposable
{
    private readonly DcganFolder _folder = new();

    /// <summary>Every network with every penalty that it takes, and with every objective that leaves the penalty open.</summary>
    public static TheoryData<string, string, string> Offered =>
    [
        .. Choices.Networks.SelectMany(network => network.Value.Penalties.Select(penalty => (network.Key, "hinge", penalty))),
        .. Choices.Networks.SelectMany(network => Choices.Objectives.Keys.Select(objective => (network.Key, objective, Choices.Auto))),
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Offered))]
    public void Every_combination_that_is_offered_trains(string network, string objective, string penalty)
    {
        Train(
            "--network", network, "--objective", objective, "--penalty", penalty, "--features", "8", "--batch", "8", "--pack", "2", "--augment", "flip,cutout",
            "--discriminator-steps", "2", "--steps", "4", "--log-every", "1", "--out", _folder.In("run")).AssertDone();
        Assert.Equal([2, 4], _folder.StatisticsSteps("run"));
    }

    [Theory]
    [InlineData("--augment", "translation,flip,cutout,colour")]
    [InlineData("--augment", "cutout")]
    [InlineData("--pack", "4")]
    [InlineData("--minibatch-deviation", "4")]
    [InlineData("--network", "residual")]
    [InlineData("--network", "r3gan", "--objective", "relativistic")]
    [InlineData("--discriminator-steps", "3")]
    [InlineData("--network", "residual", "--augment", "flip", "--pack", "2", "--discriminator-steps", "2")]
    public void A_stopped_run_goes_on_exactly_for_any_threads(params string[] options)
    {
        string[] common = [.. options, "--features", "8", "--batch", "8", "--steps", "6"];
        Train([.. common, "--threads", "1", "--out", _folder.In("one")]).AssertDone();
        TrainUntil("checkpoint of step 4", [.. common, "--threads", "2", "--out", _folder.In("stopped")]).AssertDone();
        Assert.False(File.Exists(_folder.In("stopped", "samples-000006.png")));
        Call("--resume", "--out", _folder.In("stopped")).AssertDone();
        foreach (string name in (string[])["checkpoint.safetensors", "checkpoint.best.safetensors", "metrics.jsonl", "samples-000006.png"])
            Assert.Equal(_folder.Bytes("one", name), _folder.Bytes("stopped", name));
        Train("--features", "8", "--batch", "8", "--steps", "6", "--out", _folder.In("usual")).AssertDone();
        Assert.NotEqual(_folder.Bytes("one", "samples-000006.png"), _folder.Bytes("usual", "samples-000006.png"));
    }

    [Theory]
    [InlineData("dcgan", 1, "Conv2d(", "[4, 16, 4, 4]")]
    [InlineData("residual", 2, "ResidualDown", "Packing(2)")]
    [InlineData("r3gan", 4, "R3GanBlock", "Packing(4)", "[1, 4, 16, 16]", "BilinearDown")]
    public void A_dry_run_shows_the_networks(string network, int pack, params string[] texts)
    {
        DcganResult result = Train(
            "--network", network, "--pack", $"{pack}", "--features", "8", "--batch", "4", "--augment", "cutout", "--dry-run").AssertDone();
        foreach (string text in texts.Append("steps: about"))
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_in_which_augmentations_are_named_does_not_matter()
    {
        Train("--steps", "2", "--augment", "cutout,flip", "--out", _folder.In("one")).AssertDone();
        Train("--steps", "2", "--augment", "flip,cutout", "--out", _folder.In("two")).AssertDone();
        foreach (string name in (string[])["config.json", "checkpoint.safetensors"])
            Assert.Equal(_folder.Bytes("one", name), _folder.Bytes("two", name));
    }

    [Fact]
    public void Without_a_number_the_penalty_says_how_often_the_discriminator_moves()
    {
        string[] common = ["--objective", "wasserstein", "--penalty", "clip", "--steps", "15", "--log-every", "2"];
        Train([.. common, "--out", _folder.In("one")]).AssertDone();
        Train([.. common, "--discriminator-steps", "5", "--out", _folder.In("two")]).AssertDone();
        Assert.Equal(_folder.Bytes("one", "samples-000015.png"), _folder.Bytes("two", "samples-000015.png"));
        Assert.Equal([5, 10, 15], _folder.StatisticsSteps("one"));
    }

    [Fact]
    public void Statistics_wait_for_a_step_of_the_generator()
    {
        Train("--discriminator-steps", "2", "--log-every", "3", "--steps", "14", "--out", _folder.In("run")).AssertDone();
        Assert.Equal([4, 6, 10, 12, 14], _folder.StatisticsSteps("run"));
    }

    [Fact]
    public void A_run_begun_before_these_options_existed_goes_on()
    {
        Train("--steps", "3", "--out", _folder.In("run")).AssertDone();
        string config = _folder.In("run", "config.json");
        string[] later = ["network", "augment", "pack", "minibatchDeviation", "discriminatorSteps"];
        File.WriteAllLines(config, File.ReadAllLines(config).Where(line => !later.Any(name => line.Contains($"\"{name}\"", StringComparison.Ordinal))));
        Call("--resume", "--steps", "5", "--out", _folder.In("run")).AssertDone();
        Train("--steps", "5", "--out", _folder.In("whole")).AssertDone();
        Assert.Equal(_folder.Bytes("whole", "checkpoint.safetensors"), _folder.Bytes("run", "checkpoint.safetensors"));
    }

    [Theory]
    [InlineData("residual", 1, 1, "none")]
    [InlineData("r3gan", 1, 1, "flip")]
    [InlineData("dcgan", 4, 1, "cutout,colour")]
    [InlineData("dcgan", 1, 4, "none")]
    [InlineData("dcgan", 2, 2, "cutout")]
    public void Generator_and_discriminator_of_a_checkpoint_can_be_had(string network, int pack, int group, string augment)
    {
        Train(
            "--network", network, "--pack", $"{pack}", "--minibatch-deviation", $"{group}", "--augment", augment, "--features", "8", "--batch", "8", "--seed", "3",
            "--steps", "4", "--out", _folder.In("run")).AssertDone();
        using Device device = Device.Cpu(threads: 1);
        using TrainedGenerator generator = TrainedGenerator.Load(_folder.In("run", "checkpoint.safetensors"), device);
        Assert.Equal((network, pack, 4L), (generator.Architecture.ToString().ToLowerInvariant(), generator.Pack, generator.Step));
        Assert.Equal(group, generator.MinibatchDeviation);
        float[] images = generator.Draw(new float[4 * generator.Latent]);
        using Module discriminator = generator.LoadDiscriminator();
        using Tensor judged = Tensor.From(device, images, new Shape(4, 1, 16, 16));
        Assert.Equal(new Shape(4 / pack, 1), discriminator.Forward(judged).Shape);
    }

    [Fact]
    public async Task Samples_are_drawn_of_any_network_and_formats_that_cannot_hold_it_say_so()
    {
        Train("--network", "r3gan", "--features", "8", "--steps", "4", "--seed", "3", "--out", _folder.In("run")).AssertDone();
        ExampleProgram.Outcome drawn = await ExampleProgram.Run("Sample", ["--model", _folder.In("run"), "--seed", "3", "--out", _folder.In("drawn")]);
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        Assert.Equal(_folder.Bytes("run", "samples-000004.png"), _folder.Bytes("drawn", "grid.png"));
        foreach (string format in (string[])["--onnx", "--pytorch"])
        {
            ExampleProgram.Outcome refused = await ExampleProgram.Run("Sample", ["--model", _folder.In("run"), format, "--out", _folder.In("refused")]);
            Assert.Equal(
                (2, $"{format}: expected a DCGAN that judges single images, found r3gan in {_folder.In("run")}"), (refused.ExitCode, refused.Error.TrimEnd()));
            Assert.False(Directory.Exists(_folder.In("refused")));
        }
    }

    [Theory]
    [InlineData("--augment", "blur", "none, or some of flip,colour,translation,cutout")]
    [InlineData("--augment", "flip,flip", "each once")]
    [InlineData("--augment", "flip,none", "each once")]
    [InlineData("--pack", "3", "1, 2, 4 or 8")]
    [InlineData("--minibatch-deviation", "3", "1, 2, 4 or 8")]
    [InlineData("--network", "unet", "dcgan, residual, r3gan")]
    [InlineData("--discriminator-steps", "0", "from 1")]
    public void A_value_out_of_range_is_named(string option, string found, string expected) =>
        Call(option, found, "--out", _folder.In("run")).AssertFailed(2, option, $"found {found}", expected);

    [Theory]
    [InlineData("--network r3gan --penalty spectral", "--penalty: expected one of auto, r1, r2, r1+r2, wgan-gp with --network r3gan, found spectral")]
    [InlineData("--network residual --penalty none", "--penalty: expected one of auto, r1, r2, r1+r2, wgan-gp, spectral with --network residual, found none")]
    [InlineData("--network r3gan --features 12", "--features: expected a multiple of 8 with --network r3gan, found 12")]
    [InlineData("--discriminator-steps 3 --steps 10", "--steps: expected a multiple of 3, since the generator moves at every one of these, found 10")]
    [InlineData("--penalty clip --steps 9", "--steps: expected a multiple of 5, since the generator moves at every one of these, found 9")]
    [InlineData("--pack 4 --batch 10", "--batch: expected a multiple of 4, as --pack says, found 10")]
    [InlineData("--minibatch-deviation 4 --network residual", "--minibatch-deviation: expected 1 with --network residual, found 4")]
    [InlineData(
        "--minibatch-deviation 4 --pack 2 --batch 12", "--batch: expected a multiple of 8, for whole groups as --minibatch-deviation says, found 12")]
    [InlineData("--network r3gan --features 1024 --batch 2048", "--batch, --features, --latent: expected tensors of at most")]
    public void Values_that_do_not_go_together_are_named(string options, string message) =>
        Call([.. options.Split(' '), "--out", _folder.In("run")]).AssertFailed(2, message);

    [Fact]
    public void A_run_cannot_go_on_with_another_network()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        foreach ((string option, string value, string stored) in ((string, string, string)[])
            [("--network", "residual", "dcgan"), ("--augment", "flip", "none"), ("--pack", "2", "1"), ("--discriminator-steps", "2", "what the penalty wants")])
            Call("--resume", option, value, "--out", _folder.In("run")).AssertFailed(2, $"{option}: expected {stored}, as in", $"found {value}");
    }
}
