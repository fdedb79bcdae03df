using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScratchGan.Proofs.Detection;

/// <summary>
/// What detectors cost in a run of examples/Dcgan with its defaults, from its own clock: all they do, their start and the counting of classes included.
/// </summary>
internal static class DetectorCost
{
    private const double Most = 0.02;

    /// <returns>the exit code</returns>
    internal static int Run(int threads, TextWriter output, TextWriter error)
    {
        string folder = Directory.CreateTempSubdirectory("scratchgan-cost-").FullName;
        try
        {
            string run = Path.Combine(folder, "run");
            if (!DcganProcess.Complete(["--out", run, "--threads", threads.ToString(CultureInfo.InvariantCulture)], error))
                return 1;
            JsonNode last = JsonNode.Parse(File.ReadLines(Path.Combine(run, "stats.jsonl")).Last())!;
            double seconds = last["seconds"]!.GetValue<double>(), detectors = last["detectorSeconds"]!.GetValue<double>();
            var provenance = Provenance.Of(string.Create(CultureInfo.InvariantCulture, $"detector-cost --threads {threads}"));
            output.WriteLine(JsonSerializer.Serialize(new
            {
                name = "detectorCost",
                date = provenance.Date,
                machine = provenance.Machine,
                command = provenance.Command,
                steps = last["step"]!.GetValue<long>(),
                millisecondsAStep = Math.Round(1000 * seconds / last["step"]!.GetValue<long>(), 2),
                share = Math.Round(detectors / seconds, 4),
                passed = detectors <= Most * seconds,
            }));
            return detectors <= Most * seconds ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
