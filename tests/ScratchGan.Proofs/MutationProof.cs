using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ScratchGan.Data;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Proofs;

/// <summary>
/// Opens damaged files as a user's call would. Each is refused in one line that names it, or opened; nothing else may be thrown, nothing may take longer than
/// <see cref="Patience"/> or more memory than <see cref="MostBytes"/>.
/// </summary>
internal static class MutationProof
{
    private const ulong Stream = 0x3D7A;
    private const int CasesBetweenCleanings = 200;
    private const long MostBytes = 600L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>the exit code</returns>
    internal static int Run(int count, ulong seed, TextWriter output, TextWriter error)
    {
        string folder = Directory.CreateTempSubdirectory("scratchgan-mutations-").FullName;
        try
        {
            using var checkpoint = new CheckpointFile(folder);
            IReadOnlyList<FileKind> kinds = [new FileKind("checkpoint", "checkpoint.safetensors", checkpoint.Contents), .. FileKind.Data()];
            long start = Stopwatch.GetTimestamp();
            var outcomes = kinds.ToDictionary(kind => kind.Name, _ => new int[2]);
            long most = 0;
            int failures = 0;
            for (int number = 0; number < count && failures < 20; number++)
            {
                FileKind kind = kinds[number % kinds.Count];
                var damage = (Damage)(number / kinds.Count % Enum.GetValues<Damage>().Length);
                byte[] contents = damage.Apply(kind.Contents, new PhiloxSequence(seed, Stream + (ulong)number));
                long before = GC.GetTotalAllocatedBytes();
                Task<string?> opening = Task.Run(() => Open(folder, kind, contents, checkpoint, outcomes[kind.Name]));
                string? failure = opening.Wait(Patience) ? opening.Result : $"not finished after {Patience.TotalSeconds} seconds";
                long bytes = GC.GetTotalAllocatedBytes() - before;
                most = Math.Max(most, bytes);
                failure ??= bytes > MostBytes ? $"took {bytes >> 20} MiB of memory" : null;
                if (failure is not null)
                {
                    failures++;
                    error.WriteLine($"case {number} of seed {seed}, {kind.Name} {damage}: {failure}");
                }
                if (number % CasesBetweenCleanings == 0 && Directory.Exists(Path.Combine(folder, "cache")))
                    Directory.Delete(Path.Combine(folder, "cache"), recursive: true);
            }
            using var process = Process.GetCurrentProcess();
            var provenance = Provenance.Of(string.Create(CultureInfo.InvariantCulture, $"mutations --count {count} --seed {seed}"));
            output.WriteLine(JsonSerializer.Serialize(new
            {
                name = "mutations",
                date = provenance.Date,
                machine = provenance.Machine,
                command = provenance.Command,
                files = count,
                failures,
                kinds = outcomes.ToDictionary(kind => kind.Key, kind => new { opened = kind.Value[0], refused = kind.Value[1] }),
                mostMebibytesOfOneFile = most >> 20,
                peakMebibytes = process.PeakWorkingSet64 >> 20,
                seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1),
            }));
            return failures == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>what was wrong; null when all is well</returns>
    private static string? Open(string folder, FileKind kind, byte[] contents, CheckpointFile checkpoint, int[] outcome)
    {
        string data = Path.Combine(folder, "data"), path = Path.Combine(data, kind.FileName);
        Directory.CreateDirectory(data);
        File.WriteAllBytes(path, contents);
        bool isCheckpoint = path.EndsWith(".safetensors", StringComparison.Ordinal), isArchive = path.EndsWith(".zip", StringComparison.Ordinal);
        try
        {
            if (isCheckpoint)
                checkpoint.Open(path);
            else
                using (Dataset dataset = DatasetSource.Open(isArchive ? path : data, new DatasetOptions(16) { CacheFolder = Path.Combine(folder, "cache") }))
                    for (int i = 0; i < dataset.Count; i++)
                        dataset.Read(i, new byte[dataset.Shape.Count]);
            outcome[0]++;
        }
        catch (DataException refusal)
        {
            outcome[1]++;
            if (refusal.Message.Contains('\n') || !refusal.Message.Contains(data, StringComparison.Ordinal))
                return $"expected one line that names the file, found: {refusal.Message}";
        }
        catch (Exception other)
        {
            return $"expected a {nameof(DataException)}, found {other}";
        }
        finally
        {
            File.Delete(path);
        }
        return isCheckpoint && !checkpoint.IsUnchanged() ? "the session is no longer what it was" : null;
    }
}
