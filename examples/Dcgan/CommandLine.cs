using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ScratchGan.Data;

namespace ScratchGan.Examples;

/// <summary>One call of the program.</summary>
/// <param name="Settings">all settings, defaults included</param>
/// <param name="Given">the options that the user typed</param>
/// <param name="Out">the run folder; null for the next free one</param>
internal sealed record Invocation(RunSettings Settings, IReadOnlySet<string> Given, string? Out, bool Resume, bool Force, bool DryRun);

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
        + "with a penalty the discriminator has no batch norm; spectral: spectral normalisation instead; clip: weights within ±0.01, the generator moves every "
        + "fifth step",
        [Choices.Auto, .. Choices.Penalties.Keys]);
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
            _data, _imageSize, _channels, _features, _latent, _batch, _seed, _learningRate, _steps, _objective, _penalty, _device, _precision, _threads, _out, _resume,
            _force, _sampleEvery, _checkpointEvery, _logEvery, _onCollapse, _dryRun])
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
            throw new RunException(string.Join("; ", result.Errors.Select(error => error.Message.ReplaceLineEndings(" "))));
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
            Steps = result.GetValue(_steps),
            Device = result.GetRequiredValue(_device),
            Precision = result.GetRequiredValue(_precision),
            Threads = IsGiven(result, _threads) ? result.GetValue(_threads) : null,
            SampleEvery = result.GetValue(_sampleEvery),
            CheckpointEvery = result.GetValue(_checkpointEvery),
            LogEvery = result.GetValue(_logEvery),
            OnCollapse = result.GetValue(_onCollapse),
        };
        RequireThatTensorsCanHold(settings);
        bool resume = result.GetValue(_resume), force = result.GetValue(_force);
        if (resume && force)
            throw new RunException($"{OptionNames.Resume}: expected it without {OptionNames.Force}, found both");
        string? folder = result.GetValue(_out);
        if (folder is null && (resume || force))
            throw new RunException($"{(resume ? OptionNames.Resume : OptionNames.Force)}: expected a run folder with {OptionNames.Out} FOLDER, found none");
        HashSet<string> given = [.. _root.Options.Where(option => IsGiven(result, option)).Select(option => option.Name)];
        return new Invocation(settings, given, folder, resume, force, result.GetValue(_dryRun));
    }

    /// <summary>The largest tensors are the activations next to the image and the weights at the 4×4 map.</summary>
    private static void RequireThatTensorsCanHold(RunSettings settings)
    {
        long half = settings.ImageSize / 2;
        long deepest = (long)settings.Features * settings.ImageSize / 8;
        long largest = Math.Max(settings.Batch * settings.Features * half * half, Math.Max(settings.Latent, deepest) * deepest * 16);
        if (largest > int.MaxValue || 3L * settings.Batch * 4 * half * half > int.MaxValue)
            throw new RunException(
                $"{OptionNames.Batch}, {OptionNames.Features}, {OptionNames.Latent}: expected tensors of at most 2³¹ − 1 numbers, "
                + $"found one of {largest:N0}");
    }

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>A value that begins with @ is a value, not the name of a file with more options.</summary>
    private ParseResult Read(IReadOnlyList<string> arguments) => _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static Option<int> Number(string name, int? value, int least, int most, string description) =>
        Number(name, value, $"a whole number from {least} to {most}", number => number >= least && number <= most, description);

    private static Option<int> Number(string name, int? value, string expected, Func<int, bool> accepts, string description) =>
        Value(
            name, value, expected,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && accepts(number) ? number : null,
            description);

    private static Option<T> Value<T>(string name, T? value, string expected, Func<string, T?> read, string description)
        where T : struct
    {
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => read(result.Tokens[0].Value) is T found ? found : Refuse<T>(result, name, expected),
        };
        if (value is T initial)
            option.DefaultValueFactory = _ => initial;
        return option;
    }

    private static Option<string> Choice(string name, string value, string description, string[] choices) =>
        Checked(name, value, string.Join('|', choices), description, choices.Contains, $"one of {string.Join(", ", choices)}");

    private static Option<string> Checked(
        string name, string value, string helpName, string description, Func<string, bool> accepts, string expected) => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => value,
            CustomParser = result => accepts(result.Tokens[0].Value) ? result.Tokens[0].Value : Refuse<string>(result, name, expected),
        };

    private static Option<string> Text(string name, string? value, string helpName, string description, Func<string, string> convert)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => result.Tokens[0].Value.Length > 0
                ? convert(result.Tokens[0].Value)
                : Refuse<string>(result, name, helpName),
        };
        if (value is not null)
            option.DefaultValueFactory = _ => value;
        return option;
    }

    private static T? Refuse<T>(ArgumentResult result, string name, string expected)
    {
        result.AddError($"{name}: expected {expected}, found {(result.Tokens[0].Value.Length == 0 ? "nothing" : result.Tokens[0].Value)}");
        return default;
    }

    private static ulong? Unsigned(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;

    private static float? PositiveFloat(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && value > 0 && float.IsFinite(value) ? value : null;
}
