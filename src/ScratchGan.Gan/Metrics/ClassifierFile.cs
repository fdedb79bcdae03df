using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Training;

namespace ScratchGan.Gan.Metrics;

/// <summary>
/// A classifier at rest, in a safetensors file: its weights, and what it was trained on; so that numbers of next year stand on the same features.
/// </summary>
public static class ClassifierFile
{
    private const string Format = "scratchgan-classifier-1";
    private static readonly string[] Keys = ["format", "data", "identity", "channels", "side", "classes"];

    /// <exception cref="DataException">the file cannot be written</exception>
    public static void Save(string path, FeatureClassifier classifier)
    {
        ClassifierOrigin origin = classifier.Origin;
        string[] values =
        [
            Format, origin.Data, origin.Identity, origin.Shape.Channels.ToString(CultureInfo.InvariantCulture),
            origin.Shape.Width.ToString(CultureInfo.InvariantCulture), string.Join('\n', origin.ClassNames),
        ];
        NamedArray[] arrays = [.. State(classifier.Network).Select(
            entry => new NamedArray(entry.Name, entry.Tensor.Shape.Dimensions.ToArray(), entry.Tensor.ToArray()))];
        AtomicFile.Write(path, new SafeTensorsFile([.. Keys.Zip(values, KeyValuePair.Create)], arrays).Write);
    }

    /// <exception cref="DataException">the file is damaged, or no classifier of this version</exception>
    public static FeatureClassifier Load(string path, Device device)
    {
        SafeTensorsFile file = StoredFile.Read(path, "classifier");
        string?[] values = [.. Keys.Select(key => file[key])];
        if (values[0] != Format || values.Contains(null) || !int.TryParse(values[3], CultureInfo.InvariantCulture, out int channels)
            || !int.TryParse(values[4], CultureInfo.InvariantCulture, out int side))
            throw new DataException($"{path}: expected a classifier ({Format}), found {values[0] ?? "another kind of file"}");
        var origin = new ClassifierOrigin(values[1]!, values[2]!, new ImageShape(channels, side, side), values[5]!.Split('\n'));
        ConvolutionalClassifier network = Create(path, origin);
        network.Initialize(device, new RandomSource(seed: 0, stream: 0));
        (string Name, Tensor Tensor)[] state = [.. State(network)];
        if (!state.Select(entry => entry.Name).SequenceEqual(file.Arrays.Select(array => array.Name)))
            throw new DataException($"{path}: expected the {state.Length} arrays of a classifier of {origin.Shape}, found {file.Arrays.Count} others");
        foreach (((string name, Tensor tensor), NamedArray array) in state.Zip(file.Arrays))
        {
            if (!array.Shape.AsSpan().SequenceEqual(tensor.Shape.Dimensions) || Array.Exists(array.Values, value => !float.IsFinite(value)))
                throw new DataException($"{path}: expected {name} {tensor.Shape} of finite numbers, found [{string.Join(", ", array.Shape)}] or others");
            tensor.Write(array.Values);
        }
        return new FeatureClassifier(device, network, origin);
    }

    private static ConvolutionalClassifier Create(string path, ClassifierOrigin origin)
    {
        try
        {
            return new ConvolutionalClassifier(origin.Shape, origin.ClassNames.Count);
        }
        catch (ArgumentException error)
        {
            throw new DataException($"{path}: {error.Message}", error);
        }
    }

    private static IEnumerable<(string Name, Tensor Tensor)> State(ConvolutionalClassifier network) =>
        network.NamedParameters().Concat(network.NamedBuffers()).Select(entry => (entry.Path, entry.Parameter.Value));
}
