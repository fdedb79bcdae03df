using System.CommandLine;
using ScratchGan.Data;
using ScratchGan.Examples.Shared;
using static ScratchGan.Examples.OptionFactory;

namespace ScratchGan.Examples;

/// <summary>The options with their defaults, ranges and help texts.</summary>
internal sealed class CommandLine
{
    /// <summary>What reaches readable digits in about three minutes on two cores.</summary>
    public const int DefaultSteps = 2000;

    private const int Most = 1_000_000_000;
    private const int MostThreads = 256;

    private readonly Option<string> _data = Text(
        OptionNames.Data, DatasetSource.Digits, "PATH",
        "digits or faces (built in), or a folder of images, a .zip, an IDX folder, a CIFAR-10 folder; the kind is detected; "
        + "stacked:digits, stacked:PATH: three digits as red, green and blue",
        DatasetSource.FullName);
    private readonly Option<int> _imageSize = Number(
        OptionNames.ImageSize, 32, "16, 32, 64 or 128", size => size is 16 or 32 or 64 or 128, "pixels a side: 16, 32, 64 or 128");
    private readonly Option<string> _channels = Choice(
        OptionNames.Channels, Choices.Auto, "1 grey, 3 colour; auto looks at the images", [Choices.Auto, "1", "3"]);
    private readonly Option<int> _features = Number(
        OptionNames.Features, 32, 1, 1024, "channels of the widest-resolution layer, in both networks");
    private readonly Option<int> _latent = Number(OptionNames.Latent, 100, 1, 65_536, "length of the latent vector z");
    private readonly Option<int> _batch = Number(OptionNames.Batch, 64, 1, 65_536, "images a step");
    private readonly Option<ulong> _seed = Value<ulong>(
        OptionNames.Seed, 1, "a whole number from 0", Unsigned, "same seed, same result, whatever the threads");
    private readonly Option<float> _learningRate = Value<float>(
        OptionNames.LearningRate, 2e-4f, "a number above 0", PositiveFloat, "step size of both Adam optimizers");
    private readonly Option<string> _objective = Choice(OptionNames.Objective, "non-saturating", "the two losses", [.. Choices.Objectives.Keys]);
    private readonly Option<string> _penalty = Choice(
        OptionNames.Penalty, Choices.Auto,
        "on the discriminator's slope; auto: wasserstein takes wgan-gp, relativistic r1+r2, the others none; "
        + "residual takes spectral and r3gan r1+r2 in place of none; with a penalty the discriminator has no batch norm; spectral: spectral normalisation instead; "
        + "clip: weights within ±0.01, the generator moves every fifth step",
        [Choices.Auto, .. Choices.Penalties.Keys]);
    private readonly Option<string> _network = Choice(
        OptionNames.Network, Choices.Dcgan,
        "residual: SNGAN's blocks, with spectral normalisation; r3gan: R3GAN's, without any, for --objective relativistic; in both --features is the width of "
        + "every layer",
        [.. Choices.Networks.Keys]);
    private readonly Option<string> _augment = Text(
        OptionNames.Augment, Choices.NoAugmentation, "WORDS",
        "what happens at random to every image that the discriminator sees, real or generated, where images are few (DiffAugment): some of "
        + Choices.AugmentationWords,
        Choices.Canonical, $"{Choices.NoAugmentation}, or some of {Choices.AugmentationWords}, each once");
    private readonly Option<int> _pack = Number(
        OptionNames.Pack, 1, "1, 2, 4 or 8", pack => pack is 1 or 2 or 4 or 8,
        "images that the discriminator judges together (PacGAN): 1, 2, 4 or 8, which divides the batch");
    private readonly Option<int> _minibatchDeviation = Number(
        OptionNames.MinibatchDeviation, 1, "1, 2, 4 or 8", group => group is 1 or 2 or 4 or 8,
        "the discriminator of --network dcgan also sees how much the images of a group of 2, 4 or 8 vary (Karras et al. 2018); 1: it does not");
    private readonly Option<int> _discriminatorSteps = Number(
        OptionNames.DiscriminatorSteps, null, 1, 1000,
        "steps of the discriminator before each of the generator, all counted by --steps, which must be a multiple; without it 1, and 5 with --penalty "
        + "clip");
    private readonly Option<int> _steps = Number(OptionNames.Steps, DefaultSteps, 1, Most, "training steps in total");
    private readonly Option<string> _device = Checked(
        OptionNames.Device, Choices.Auto, "auto|cpu|cuda|opencl|simulator|list",
        "where to compute; auto: CUDA, else an OpenCL GPU, else the CPU; cuda:1 is the second of several; list shows what there is and why one is passed over",
        text => text == Choices.ListDevices || Choices.Device(text) is not null, Choices.DeviceWords);
    private readonly Option<string> _precision = Choice(
        OptionNames.Precision, Choices.SinglePrecision, "of matrix products and convolutions; tf32: tensor cores, on CUDA only (10 bits of mantissa)",
        [Choices.SinglePrecision, Choices.TensorPrecision]);
    private readonly Option<int> _threads = Number(
        OptionNames.Threads, null, 1, MostThreads, "threads to compute with; without it one a core");
    private readonly Option<int> _sampleEvery = Number(OptionNames.SampleEvery, 200, 1, Most, "steps between sample grids");
    private readonly Option<int> _checkpointEvery = Number(OptionNames.CheckpointEvery, 500, 1, Most, "steps between checkpoints");
    private readonly Option<int> _logEvery = Number(OptionNames.LogEvery, 20, 1, Most, "steps between lines of stats.jsonl");
    private readonly Option<CollapsePolicy> _onCollapse = new(OptionNames.OnCollapse)
    {
        Description = "when images become all the same, gradients die or grow without bound: warn and go on, roll back to the best checkpoint and on with "
            + "new noise (three times at most), or stop with exit code 3",
        HelpName = "warn|rollback|stop",
        DefaultValueFactory = _ => CollapsePolicy.Warn,
        CustomParser = result => Enum.GetValues<CollapsePolicy>().Cast<CollapsePolicy?>().FirstOrDefault(
            policy => policy!.Value.ToString().ToLowerInvariant() == result.Tokens[0].Value) ?? Refuse<CollapsePolicy>(
                result, OptionNames.OnCollapse, "one of warn, rollback, stop"),
    };
    private readonly Option<string> _out = Text(
        OptionNames.Out, null, "FOLDER", "run folder; without it the next free runs/dcgan-0001, -0002, …", text => text);
    private readonly Option<bool> _resume = new(OptionNames.Resume)
    {
        Description = "continue the run in --out with its settings; only --steps, --device, --precision, --threads, --on-collapse and the three intervals may differ",
    };
    private readonly Option<bool> _force = new(OptionNames.Force) { Description = "start anew in --out; removes the files of the run that is there" };
    private readonly Option<bool> _dryRun = new(OptionNames.DryRun)
    {
        Description = "print layers, shapes, parameters and work, run three steps to measure memory and time, and make no run folder (decoded images stay cached)",
    };

    private readonly RootCommand _root = new(
        "Trains a DCGAN and watches it: sample grids, losses and a checkpoint go to a run folder. Ctrl+C finishes the step, saves, and says how to go on. "
        + "Exit codes: 0 done, 1 the run failed, 2 the command line or the data cannot be used, 3 stopped by --on-collapse.");

    public CommandLine()
    {
        foreach (Option option in (ReadOnlySpan<Option>)[
            _data, _imageSize, _channels, _features, _latent, _batch, _seed, _learningRate, _steps, _objective, _penalty, _network, _augment, _pack,
            _minibatchDeviation, _discriminatorSteps, _device, _precision, _threads, _out, _resume, _force, _sampleEvery, _checkpointEvery, _logEvery, _onCollapse,
            _dryRun])
            _root.Options.Add(option);
    }

    /// <summary>Prints help or the version when they are asked for.</summary>
    public bool Answers(IReadOnlyList<string> arguments, TextWriter output)
    {
        ParseResult result = Read(arguments);
        if (result.Errors.Count > 0 || result.Action is null)
            return false;
        result.Invoke(new InvocationConfiguration { Output = output });
        return true;
    }

    /// <exception cref="RunException">an option is unknown or out of range</exception>
    public Invocation Parse(IReadOnlyList<string> arguments)
    {
        ParseResult result = Read(arguments);
        if (result.Errors.Count > 0)
            throw new RunException(Refusal.Of(result));
        var settings = new RunSettings
        {
            Data = result.GetRequiredValue(_data),
            ImageSize = result.GetValue(_imageSize),
            Channels = result.GetRequiredValue(_channels),
            Features = result.GetValue(_features),
            Latent = result.GetValue(_latent),
            Batch = result.GetValue(_batch),
            Seed = result.GetValue(_seed),
            LearningRate = result.GetValue(_learningRate),
            Objective = result.GetRequiredValue(_objective),
            Penalty = result.GetRequiredValue(_penalty),
            Network = result.GetRequiredValue(_network),
            Augment = result.GetRequiredValue(_augment),
            Pack = result.GetValue(_pack),
            MinibatchDeviation = result.GetValue(_minibatchDeviation),
            DiscriminatorSteps = IsGiven(result, _discriminatorSteps) ? result.GetValue(_discriminatorSteps) : null,
            Steps = result.GetValue(_steps),
            Device = result.GetRequiredValue(_device),
            Precision = result.GetRequiredValue(_precision),
            Threads = IsGiven(result, _threads) ? result.GetValue(_threads) : null,
            SampleEvery = result.GetValue(_sampleEvery),
            CheckpointEvery = result.GetValue(_checkpointEvery),
            LogEvery = result.GetValue(_logEvery),
            OnCollapse = result.GetValue(_onCollapse),
        };
        bool resume = result.GetValue(_resume), force = result.GetValue(_force);
        if (resume && force)
            throw new RunException($"{OptionNames.Resume}: expected it without {OptionNames.Force}, found both");
        // The settings of a run that goes on are those that it began with.
        if (!resume)
            SettingsCheck.Require(settings);
        string? folder = result.GetValue(_out);
        if (folder is null && (resume || force))
            throw new RunException($"{(resume ? OptionNames.Resume : OptionNames.Force)}: expected a run folder with {OptionNames.Out} FOLDER, found none");
        HashSet<string> given = [.. _root.Options.Where(option => IsGiven(result, option)).Select(option => option.Name)];
        return new Invocation(settings, given, folder, resume, force, result.GetValue(_dryRun));
    }

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>A value that begins with @ is a value, not the name of a file with more options.</summary>
    private ParseResult Read(IReadOnlyList<string> arguments) => _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
}
