using ScratchGan.Examples;

namespace ScratchGan.Tests.Examples;

/// <summary>A temporary folder, and calls of the DCGAN program that train tiny networks in it.</summary>
public sealed class DcganFolder : IDisposable
{
    private static readonly (string Option, string Value)[] Tiny =
    [
        ("--image-size", "16"), ("--features", "4"), ("--latent", "6"), ("--batch", "5"), ("--sample-every", "4"), ("--checkpoint-every", "4"), ("--log-every", "3"),
    ];

    public DcganFolder() => Path = Directory.CreateTempSubdirectory("scratchgan-dcgan-").FullName;

    public string Path { get; }

    /// <summary>A call as the user types it.</summary>
    public static DcganResult Call(params string[] arguments) => Call(new StringWriter(), CancellationToken.None, arguments);

    /// <summary>A call with tiny networks; what the arguments name is taken from them.</summary>
    public static DcganResult Train(params string[] arguments) => Call(WithTiny(arguments));

    /// <summary>The same, stopped as by Ctrl+C once a line with the given text has been printed.</summary>
    public static DcganResult TrainUntil(string line, params string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        return Call(new Watcher(line, stop), stop.Token, WithTiny(arguments));
    }

    public string In(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public byte[] Bytes(params string[] names) => File.ReadAllBytes(In(names));

    /// <summary>The step of every line of a run's stats.jsonl.</summary>
    public int[] StatisticsSteps(string run) =>
        [.. File.ReadLines(In(run, "stats.jsonl")).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32())];

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string[] WithTiny(string[] arguments) =>
        [.. Tiny.Where(pair => !arguments.Contains(pair.Option)).SelectMany(pair => (string[])[pair.Option, pair.Value]), .. arguments];

    private static DcganResult Call(StringWriter output, CancellationToken stop, string[] arguments)
    {
        var error = new StringWriter();
        int exitCode = Application.Run(arguments, output, error, stop);
        return new DcganResult(exitCode, output.ToString(), error.ToString());
    }

    private sealed class Watcher(string text, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value!.Contains(text, StringComparison.Ordinal))
                stop.Cancel();
        }
    }
}

/// <summary>What a call left: exit code and both streams.</summary>
public sealed record DcganResult(int ExitCode, string Output, string Error)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1];

    /// <summary>Exactly one line on the error stream, holding all of these texts, and the exit code.</summary>
    public void AssertFailed(int exitCode, params string[] texts)
    {
        Xunit.Assert.Equal(exitCode, ExitCode);
        string line = Xunit.Assert.Single(Error.TrimEnd('\n', '\r').Split('\n'));
        foreach (string text in texts)
            Xunit.Assert.Contains(text, line, StringComparison.Ordinal);
        Xunit.Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
    }

    public DcganResult AssertDone()
    {
        Xunit.Assert.Equal("", Error);
        Xunit.Assert.Equal(0, ExitCode);
        return this;
    }
}
