using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Gan.Models;

namespace ScratchGan.Gan.Training;

/// <summary>What the settings in a checkpoint say of its networks; the keys are <see cref="TrainedGenerator"/>'s. Failures are one line for the user.</summary>
internal sealed class CheckpointSettings(string path, SafeTensorsFile file)
{
    internal const string ChannelsKey = "channels";
    internal const string LatentKey = "latent";

    /// <summary>Null where it is missing.</summary>
    internal string? this[string key] => file[key];

    /// <exception cref="DataException">there is no such architecture</exception>
    internal Architecture Architecture()
    {
        if (file[TrainedGenerator.NetworkKey] is not string word)
            return Models.Architecture.Dcgan;
        Architecture[] all = Enum.GetValues<Architecture>();
        Architecture[] found = [.. all.Where(one => one.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))];
        return found is [Architecture architecture] ? architecture : throw new DataException(
            $"{path}: expected a {TrainedGenerator.NetworkKey} of {string.Join(", ", all).ToLowerInvariant()}, found {word}");
    }

    /// <summary>Null for a generator that is not asked for a class.</summary>
    /// <exception cref="DataException">there is no such condition, or no names of classes beside it</exception>
    internal Condition? Condition() => file[TrainedGenerator.ConditionKey] switch
    {
        null => null,
        string word when Enum.TryParse(word, out Condition found) && Enum.IsDefined(found) && file[TrainedGenerator.ClassesKey] is not null => found,
        string word => throw new DataException(
            $"{path}: expected a {TrainedGenerator.ConditionKey} of {string.Join(", ", Enum.GetNames<Condition>())} and {TrainedGenerator.ClassesKey}, "
            + $"found {word} and {file[TrainedGenerator.ClassesKey] ?? "none"}"),
    };

    internal int NumberOr1(string key) => file[key] is null ? 1 : Number(key);

    /// <exception cref="DataException">it is missing or no number</exception>
    internal int Number(string key) => TryNumber(file[key], out int value) ? value : throw Missing(key);

    /// <summary>Numbers with commas between them.</summary>
    /// <exception cref="DataException">they are missing, or one is no number</exception>
    internal int[] Numbers(string key) => [.. (file[key] ?? "").Split(',').Select(word => TryNumber(word, out int value) ? value : throw Missing(key))];

    private static bool TryNumber(string? text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private DataException Missing(string key) => new($"{path}: expected the checkpoint of a generator with {key}, found {file[key] ?? "none"}");
}
