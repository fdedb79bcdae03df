using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;

namespace ScratchGan.Gan.Training;

/// <summary>
/// A training at rest, in a safetensors file: weights, running statistics, their average, moments, the positions of the random streams and of the batches, and
/// the settings that determine the result. Everything is in a fixed order, and nothing else is in it (no path, date, duration, device or number of threads),
/// so equal trainings are equal bytes, and a training that goes on from the file takes the steps it would have taken without the stop.
/// </summary>
public static class Checkpoint
{
    private const string FormatKey = "format";
    private const string Format = "scratchgan-checkpoint-1";
    private const string BatchesKey = "batchesPosition";

    /// <summary>Writes to a temporary file, flushes it, and renames it over <paramref name="path"/>.</summary>
    /// <param name="previous">where the checkpoint that is replaced is kept; null: it is not</param>
    /// <param name="batchPosition">samples handed out so far</param>
    /// <param name="settings">what determines the result beside the state, as key and invariant text</param>
    /// <exception cref="NonFiniteException">a number of the session is NaN or infinite; nothing is written</exception>
    /// <exception cref="DataException">the file cannot be written; an older one at the path is as it was</exception>
    public static void Save(string path, GanSession session, long batchPosition, IReadOnlyList<KeyValuePair<string, string>> settings, string? previous = null)
    {
        List<KeyValuePair<string, string>> metadata = [KeyValuePair.Create(FormatKey, Format), .. settings];
        metadata.AddRange(Counters(session).Select(counter => KeyValuePair.Create(counter.Key, Text(counter.Get()))));
        metadata.Add(KeyValuePair.Create(BatchesKey, Text((ulong)batchPosition)));
        NamedArray[] arrays = [.. State(session).Select(entry => Finite(entry.Name, entry.Tensor))];
        AtomicFile.Write(path, new SafeTensorsFile(metadata, arrays).Write, previous);
    }

    /// <summary>Continues from a file: overwrites the whole state of the session, or, when anything does not fit, none of it.</summary>
    /// <returns>the position of the batches</returns>
    /// <exception cref="DamagedFileException">the file is no whole checkpoint; the message is one line for the user</exception>
    /// <exception cref="DataException">the file cannot be read, or belongs to other settings or networks</exception>
    public static long Load(string path, GanSession session, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        SafeTensorsFile file = StoredFile.Read(path, "checkpoint");
        Queue<KeyValuePair<string, string>> metadata = new(file.Metadata);
        foreach ((string key, string expected) in settings.Prepend(KeyValuePair.Create(FormatKey, Format)))
            if (Take(path, metadata, key) is string found && found != expected)
                throw new DataException($"{path}: expected a checkpoint with {key} {expected}, found one with {key} {found}");
        List<(Counter Counter, ulong Value)> counters = [.. Counters(session).Select(counter => (counter, Number(path, metadata, counter.Key)))];
        ulong batchPosition = Number(path, metadata, BatchesKey);

        List<(string Name, Tensor Tensor)> state = [.. State(session)];
        if (metadata.Count > 0 || file.Arrays.Count != state.Count)
            throw new DamagedFileException($"{path}: expected a checkpoint with {state.Count} arrays, found {file.Arrays.Count} and {metadata.Count} unknown entries");
        for (int i = 0; i < state.Count; i++)
            if (file.Arrays[i].Name != state[i].Name || !file.Arrays[i].Shape.AsSpan().SequenceEqual(state[i].Tensor.Shape.Dimensions))
                throw new DataException(
                    $"{path}: expected {state[i].Name} {state[i].Tensor.Shape}, found {file.Arrays[i].Name} [{string.Join(", ", file.Arrays[i].Shape)}]");

        for (int i = 0; i < state.Count; i++)
            state[i].Tensor.Write(file.Arrays[i].Values);
        foreach ((Counter counter, ulong value) in counters)
            counter.Set(value);
        return (long)batchPosition;
    }

    /// <summary>The first stored number that is NaN or infinite, in words; null when there is none.</summary>
    internal static string? FirstNonFinite(GanSession session) =>
        State(session).Select(entry => NonFinite(entry.Name, entry.Tensor, entry.Tensor.ToArray())).FirstOrDefault(found => found is not null);

    /// <summary>Every tensor of a session under its name, in the order of the file.</summary>
    private static IEnumerable<(string Name, Tensor Tensor)> State(GanSession session) =>
    [
        .. Values("generator", session.Generator),
        .. Values("discriminator", session.Discriminator),
        .. Values("average", session.Average),
        .. Moments("generatorOptimizer", session.Generator, session.GeneratorOptimizer),
        .. Moments("discriminatorOptimizer", session.Discriminator, session.DiscriminatorOptimizer),
    ];

    private static IEnumerable<(string, Tensor)> Values(string prefix, Module module) =>
        module.NamedParameters().Concat(module.NamedBuffers()).Select(entry => ($"{prefix}.{entry.Path}", entry.Parameter.Value));

    private static IEnumerable<(string, Tensor)> Moments(string prefix, Module module, Optimizer optimizer) =>
        optimizer.Moments.SelectMany((moment, number) =>
            module.NamedParameters().Select((entry, i) => ($"{prefix}.moment{number + 1}.{entry.Path}", moment.Tensors[i])));

    /// <summary>Every number that counts up, in the order of the file.</summary>
    private static IEnumerable<Counter> Counters(GanSession session) =>
    [
        new("step", () => (ulong)session.Step, value => session.Step = (long)value),
        new("generatorOptimizerSteps", () => (ulong)session.GeneratorOptimizer.StepCount, value => session.GeneratorOptimizer.StepCount = (int)value),
        new(
            "discriminatorOptimizerSteps", () => (ulong)session.DiscriminatorOptimizer.StepCount,
            value => session.DiscriminatorOptimizer.StepCount = (int)value),
        new("latentsPosition", () => session.Latents.Position, value => session.Latents.Position = value),
        new("penaltyPointsPosition", () => session.PenaltyPoints.Position, value => session.PenaltyPoints.Position = value),
    ];

    private static NamedArray Finite(string name, Tensor tensor)
    {
        float[] values = tensor.ToArray();
        return NonFinite(name, tensor, values) is string found
            ? throw new NonFiniteException(found)
            : new NamedArray(name, tensor.Shape.Dimensions.ToArray(), values);
    }

    private static string? NonFinite(string name, Tensor tensor, float[] values)
    {
        int index = Array.FindIndex(values, value => !float.IsFinite(value));
        return index < 0 ? null : $"{name} {tensor.Shape} holds {values[index].ToString(CultureInfo.InvariantCulture)} at element {index}";
    }

    private static string Take(string path, Queue<KeyValuePair<string, string>> metadata, string key) =>
        metadata.TryDequeue(out KeyValuePair<string, string> entry) && entry.Key == key
            ? entry.Value
            : throw new DamagedFileException($"{path}: expected a checkpoint with {key}, found {(entry.Key is null ? "none" : entry.Key)} in its place");

    private static ulong Number(string path, Queue<KeyValuePair<string, string>> metadata, string key)
    {
        string text = Take(path, metadata, key);
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) && value <= long.MaxValue
            ? value
            : throw new DamagedFileException($"{path}: expected a whole number as {key}, found {text}");
    }

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Counter(string Key, Func<ulong> Get, Action<ulong> Set);
}
