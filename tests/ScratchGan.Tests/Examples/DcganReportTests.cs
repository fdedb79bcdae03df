using System.Text.RegularExpressions;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

public sealed partial class DcganReportTests : IDisposable
{
    private readonly DcganFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_report_is_one_file_with_curves_samples_verdicts_and_the_command_that_repeats_the_run()
    {
        Train("--steps", "8", "--seed", "5", "--out", _folder.In("run")).AssertDone();
        string html = File.ReadAllText(_folder.In("run", "report.html"));
        Assert.Equal(6, Regex.Count(html, "<svg"));
        foreach (int step in (int[])[0, 4, 8])
            Assert.Contains(
                $"[{step},\"data:image/png;base64,{Convert.ToBase64String(_folder.Bytes("run", $"samples-{step:D6}.png"))}\"]", html, StringComparison.Ordinal);
        foreach (string text in (string[])["when to stop", "best checkpoint: step", "no detector had a concern", "digits: 60,000"])
            Assert.Contains(text, html, StringComparison.Ordinal);
        // Nothing is fetched from anywhere.
        Assert.DoesNotMatch("(src|href)=\"(?!data:)", html);

        string command = CommandLine().Match(html).Groups[1].Value;
        Call([.. command.Split(' '), "--out", _folder.In("again")]).AssertDone();
        Assert.Equal(_folder.Bytes("run", "checkpoint.safetensors"), _folder.Bytes("again", "checkpoint.safetensors"));
    }

    [Fact]
    public void Long_runs_show_few_of_their_grids_the_last_among_them()
    {
        Train("--steps", "50", "--sample-every", "1", "--checkpoint-every", "50", "--out", _folder.In("run")).AssertDone();
        string html = File.ReadAllText(_folder.In("run", "report.html"));
        Assert.InRange(Regex.Count(html, "data:image/png"), 10, 21);
        Assert.Contains("[50,\"data:image/png", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<pre>dotnet run -c Release --project examples/Dcgan -- ([^<]*)</pre>")]
    private static partial Regex CommandLine();
}
