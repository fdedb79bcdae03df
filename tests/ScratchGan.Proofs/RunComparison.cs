using System.Text.Json.Nodes;

namespace ScratchGan.Proofs;

/// <summary>Whether two run folders hold the same: the same files, byte for byte, but for times in stats.jsonl and in the reports.</summary>
internal static class RunComparison
{
    /// <summary>They tell the speed.</summary>
    private static readonly string[] Reports = ["report.html", "events.out.tfevents.0000000000.run"];

    private static readonly string[] Times = ["imagesPerSecond", "seconds", "detectorSeconds"];

    internal static bool IsSame(string expected, string found, TextWriter error)
    {
        string[] names = Names(expected), others = Names(found);
        if (!names.SequenceEqual(others))
        {
            error.WriteLine($"{found}: expected the files {string.Join(' ', names)}, found {string.Join(' ', others)}");
            return false;
        }
        foreach (string name in names.Except(Reports))
            if (!Contents(expected, name).SequenceEqual(Contents(found, name)))
            {
                error.WriteLine($"{Path.Combine(found, name)}: not what the run has that was never killed");
                return false;
            }
        return true;
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Where(name => name != "run.lock").Order(StringComparer.Ordinal)];

    private static byte[] Contents(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (name != "stats.jsonl")
            return File.ReadAllBytes(path);
        IEnumerable<string> lines = File.ReadAllLines(path).Select(line =>
        {
            JsonObject statistics = JsonNode.Parse(line)!.AsObject();
            foreach (string time in Times)
                statistics.Remove(time);
            return statistics.ToJsonString();
        });
        return System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
