using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Proofs;

/// <summary>
/// One training runs to its end; others with the same settings are killed (SIGKILL: nothing of theirs runs any more) at random moments and continued, again and
/// again, until they are through. Every checkpoint, picture and log must be the same.
/// </summary>
internal static class KillProof
{
    private const ulong Stream = 0x4B11;
    private const int Steps = 40;
    private const int MostKillsOfARun = 8;
    private static readonly string[] Settings =
    [
        "--image-size", "16", "--features", "4", "--latent", "6", "--batch", "5", "--threads", "1", "--steps", $"{Steps}",
        "--sample-every", "3", "--checkpoint-every", "2", "--log-every", "1",
    ];

    /// <returns>the exit code</returns>
    internal static int Run(int count, ulong seed, TextWriter output, TextWriter error)
    {
        string folder = Directory.CreateTempSubdirectory("scratchgan-kills-").FullName;
        try
        {
            string reference = Path.Combine(folder, "reference");
            long start = Stopwatch.GetTimestamp();
            if (!DcganProcess.Complete(["--out", reference, .. Settings], error))
                return 1;
            double duration = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            bool refused = SecondRunIsRefused(Path.Combine(folder, "locked"), error);
            var random = new PhiloxSequence(seed, Stream);
            int killed = 0, begun = 0, runs = 0, different = 0;
            while (killed < count)
            {
                string run = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"run-{runs++}"));
                for (int i = 0; i < MostKillsOfARun && killed < count; i++)
                {
                    if (!DcganProcess.Killed(Arguments(run), random.NextUniform() * duration))
                        break;
                    killed++;
                    begun += File.Exists(Path.Combine(run, "stats.jsonl")) ? 1 : 0;
                }
                if (DcganProcess.Complete(Arguments(run), error) && RunComparison.IsSame(reference, run, error))
                    Directory.Delete(run, recursive: true);
                else
                    different++;
            }
            var provenance = Provenance.Of(string.Create(CultureInfo.InvariantCulture, $"kills --count {count} --seed {seed}"));
            output.WriteLine(JsonSerializer.Serialize(new
            {
                name = "kills",
                date = provenance.Date,
                machine = provenance.Machine,
                command = provenance.Command,
                kills = killed,
                killsOfABegunRun = begun,
                runs,
                different,
                steps = Steps,
                secondRunRefused = refused,
                seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1),
            }));
            return different == 0 && refused ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A run that had not yet written its settings is begun again, any other is continued.</summary>
    private static string[] Arguments(string run) =>
        File.Exists(Path.Combine(run, "config.json")) ? ["--resume", "--out", run] : ["--out", run, .. Settings];

    /// <summary>While one process trains in a folder, a second one says so in one line and leaves.</summary>
    private static bool SecondRunIsRefused(string folder, TextWriter error)
    {
        using Process first = DcganProcess.Start(["--out", folder, .. Settings, "--steps", "1000000"]);
        string stats = Path.Combine(folder, "stats.jsonl");
        while (!first.HasExited && !File.Exists(stats))
            Thread.Sleep(5);
        (int exitCode, string message) = DcganProcess.Outcome(["--resume", "--out", folder]);
        first.Kill();
        first.WaitForExit();
        bool refused = exitCode == 2 && message.Trim().Split('\n').Length == 1 && message.Contains("another run", StringComparison.Ordinal);
        if (!refused)
            error.WriteLine($"a second run in the same folder: expected one line and exit code 2, found {exitCode}: {message}");
        return refused;
    }
}
