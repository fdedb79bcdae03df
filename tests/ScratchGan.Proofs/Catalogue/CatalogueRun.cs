using System.Text.Json;
using ScratchGan.Gan.Training;

namespace ScratchGan.Proofs.Catalogue;

/// <summary>One training of examples/Dcgan: its folder, its arguments, and how far it has come. It goes on where it was interrupted.</summary>
internal sealed class CatalogueRun
{
    private readonly string[] _arguments;
    private readonly string[] _common;

    internal CatalogueRun(string parent, CatalogueEntry entry, int seed, int threads)
    {
        Folder = Path.Combine(parent, $"{entry.Name}-{seed}");
        // Pictures and checkpoints along the way cost time and decide nothing.
        _arguments = [.. entry.Arguments, "--seed", $"{seed}", "--sample-every", "1000000"];
        _common = ["--out", Folder, "--threads", $"{threads}"];
    }

    internal string Folder { get; }

    internal string Checkpoint => new CheckpointFiles(Folder).Newest;

    /// <summary>Seconds spent in training steps so far, as the run itself measured them.</summary>
    internal double Seconds
    {
        get
        {
            using JsonDocument line = JsonDocument.Parse(File.ReadLines(Path.Combine(Folder, "stats.jsonl")).Last());
            return line.RootElement.GetProperty("seconds").GetDouble();
        }
    }

    /// <summary>Trains up to a number of steps.</summary>
    /// <returns>false when the program failed; it has said why</returns>
    internal bool Train(int steps, TextWriter error)
    {
        bool begun = File.Exists(Path.Combine(Folder, "config.json"));
        return DcganProcess.Complete([.. begun ? ["--resume"] : _arguments, .. _common, "--steps", $"{steps}"], error, Timeout.InfiniteTimeSpan);
    }
}
