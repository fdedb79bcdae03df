using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ScratchGan.Data;

namespace ScratchGan.Examples;

/// <summary>What the user asked for; config.json holds exactly this, in this order.</summary>
internal sealed record RunSettings
{
    private static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>"digits" or a full path.</summary>
    public required string Data { get; init; }

    public required int ImageSize { get; init; }

    public required string Channels { get; init; }

    public required int Features { get; init; }

    public required int Latent { get; init; }

    public required int Batch { get; init; }

    public required ulong Seed { get; init; }

    public required float LearningRate { get; init; }

    public required string Objective { get; init; }

    public required string Penalty { get; init; }

    public string Network { get; init; } = Choices.Dcgan;

    /// <summary>Words of <see cref="Choices.Augmentations"/> in their order, or none.</summary>
    public string Augment { get; init; } = Choices.NoAugmentation;

    /// <summary>Images that the discriminator judges together.</summary>
    public int Pack { get; init; } = 1;

    /// <summary>Images, or packs, whose deviation the discriminator sees; 1: none.</summary>
    public int MinibatchDeviation { get; init; } = 1;

    /// <summary>For one of the generator; null for what the penalty wants.</summary>
    public int? DiscriminatorSteps { get; init; }

    public required int Steps { get; init; }

    public required string Device { get; init; }

    /// <summary>Of matrix products and convolutions on CUDA; elsewhere always fp32.</summary>
    public string Precision { get; init; } = Choices.SinglePrecision;

    /// <summary>Null for one a core.</summary>
    public required int? Threads { get; init; }

    public required int SampleEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required int LogEvery { get; init; }

    /// <summary>What to do when the training is lost.</summary>
    public CollapsePolicy OnCollapse { get; init; } = CollapsePolicy.Warn;

    /// <summary>One entry an option.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(OptionNames.Data, false, settings => settings.Data),
        new(OptionNames.ImageSize, false, settings => Text(settings.ImageSize)),
        new(OptionNames.Channels, false, settings => settings.Channels),
        new(OptionNames.Features, false, settings => Text(settings.Features)),
        new(OptionNames.Latent, false, settings => Text(settings.Latent)),
        new(OptionNames.Batch, false, settings => Text(settings.Batch)),
        new(OptionNames.Seed, false, settings => Text(settings.Seed)),
        new(OptionNames.LearningRate, false, settings => Text(settings.LearningRate)),
        new(OptionNames.Objective, false, settings => settings.Objective),
        new(OptionNames.Penalty, false, settings => settings.Penalty),
        new(OptionNames.Network, false, settings => settings.Network),
        new(OptionNames.Augment, false, settings => settings.Augment),
        new(OptionNames.Pack, false, settings => Text(settings.Pack)),
        new(OptionNames.MinibatchDeviation, false, settings => Text(settings.MinibatchDeviation)),
        new(OptionNames.DiscriminatorSteps, false, settings => settings.DiscriminatorSteps is int steps ? Text(steps) : null)
        {
            Unset = "what the penalty wants",
        },
        new(OptionNames.Steps, true, settings => Text(settings.Steps)),
        new(OptionNames.Device, true, settings => settings.Device),
        new(OptionNames.Precision, true, settings => settings.Precision),
        new(OptionNames.Threads, true, settings => settings.Threads is int threads ? Text(threads) : null) { Unset = "one a core" },
        new(OptionNames.SampleEvery, true, settings => Text(settings.SampleEvery)),
        new(OptionNames.CheckpointEvery, true, settings => Text(settings.CheckpointEvery)),
        new(OptionNames.LogEvery, true, settings => Text(settings.LogEvery)),
        new(OptionNames.OnCollapse, true, settings => settings.OnCollapse.ToString().ToLowerInvariant()),
    ];

    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        JsonSerializer.Serialize(stream, this, Json);
        stream.WriteByte((byte)'\n');
    });

    /// <exception cref="RunException">the file is not a run's config.json, or a value in it is out of range</exception>
    public static RunSettings Load(string path)
    {
        try
        {
            byte[] text = File.ReadAllBytes(path);
            RequireNames(path, text);
            return Checked(path, JsonSerializer.Deserialize<RunSettings>(text, Json)!);
        }
        catch (JsonException error)
        {
            throw new RunException($"{path}: expected the settings of a run, found " + (error.Path is { Length: > 2 } name
                ? $"a value of another kind as {name[2..]}"
                : $"text that is not JSON in line {error.LineNumber + 1}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path}: expected the settings of a run, found: {error.Message}");
        }
    }

    /// <summary>The settings of a stored run, with those that may differ taken from the command line where it names them.</summary>
    /// <exception cref="RunException">an option that determines the result differs; the message names both values</exception>
    public RunSettings ContinuedWith(RunSettings given, IReadOnlySet<string> names, string path)
    {
        foreach (Setting setting in All.Where(setting => !setting.MayDiffer && names.Contains(setting.Option)))
            if (setting.Write(given) != setting.Write(this))
                throw new RunException($"{setting.Option}: expected {setting.Write(this) ?? setting.Unset}, as in {path}, found {setting.Write(given)}");
        return Checked(path, All.Select(setting => (setting.Option, setting.Write(setting.MayDiffer && names.Contains(setting.Option) ? given : this))));
    }

    /// <summary>The names must be those of settings, and none may be missing that has always been written.</summary>
    private static void RequireNames(string path, byte[] text)
    {
        using JsonDocument file = JsonDocument.Parse(text);
        string[] found = file.RootElement.ValueKind == JsonValueKind.Object ? [.. file.RootElement.EnumerateObject().Select(entry => entry.Name)] : [];
        IList<JsonPropertyInfo> known = Json.GetTypeInfo(typeof(RunSettings)).Properties;
        string[] unknown = [.. found.Except(known.Select(setting => setting.Name))];
        if (unknown.Length > 0)
            throw new RunException($"{path}: expected the settings of a run, found unknown ones: {string.Join(", ", unknown)}");
        string[] missing = [.. known.Where(setting => setting.IsRequired).Select(setting => setting.Name).Except(found)];
        if (missing.Length > 0)
            throw new RunException($"{path}: expected the settings of a run, found none named {string.Join(", ", missing)}");
    }

    private static RunSettings Checked(string path, RunSettings settings) =>
        Checked(path, All.Select(setting => (setting.Option, setting.Write(settings))));

    /// <summary>Passes the values through the checks of the command line.</summary>
    private static RunSettings Checked(string path, IEnumerable<(string Option, string? Value)> values)
    {
        var arguments = new List<string>();
        foreach ((string option, string? value) in values)
            if (value is not null)
                arguments.AddRange([option, value]);
        try
        {
            return new CommandLine().Parse(arguments).Settings;
        }
        catch (RunException error)
        {
            throw new RunException($"{path}: {error.Message}");
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
