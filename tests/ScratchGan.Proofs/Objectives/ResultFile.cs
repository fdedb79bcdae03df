using System.Text;

namespace ScratchGan.Proofs.Objectives;

/// <summary>results.jsonl: a line a training, added when it has been judged. Several processes, each with objectives of its own, may share it.</summary>
internal sealed class ResultFile(string path)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    internal ObjectiveResult? Find(string objective, int seed, int steps) => File.Exists(path)
        ? File.ReadLines(path).Select(ObjectiveResult.Parse)
            .FirstOrDefault(result => result is not null && (result.Objective, result.Seed, result.Steps) == (objective, seed, steps))
        : null;

    internal void Append(ObjectiveResult result)
    {
        byte[] line = Encoding.UTF8.GetBytes($"{result}\n");
        while (true)
        {
            try
            {
                using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None);
                stream.Write(line);
                return;
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process is writing.
                Thread.Sleep(Pause);
            }
        }
    }
}
