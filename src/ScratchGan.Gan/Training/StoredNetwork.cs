using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Training;

/// <summary>From the arrays of a file to the values of a network.</summary>
internal static class StoredNetwork
{
    /// <summary>Overwrites every parameter and buffer; arrays that the network does not have are left alone.</summary>
    /// <param name="nameOf">from a path of the network to the array's name</param>
    /// <exception cref="DataException">an array is missing or of another shape</exception>
    internal static void Fill(string path, Module network, SafeTensorsFile file, Func<string, string> nameOf)
    {
        Dictionary<string, NamedArray> arrays = file.Arrays.Where(array => array.Integers is null).ToDictionary(array => array.Name);
        foreach ((string own, Tensor tensor) in network.StateDictionary())
        {
            string name = nameOf(own);
            if (!arrays.TryGetValue(name, out NamedArray? array) || !array.Shape.AsSpan().SequenceEqual(tensor.Shape.Dimensions))
                throw new DataException($"{path}: expected {name} {tensor.Shape}, found {(array is null ? "none" : $"[{string.Join(", ", array.Shape)}]")}");
            tensor.Write(array.Values);
        }
    }

    /// <summary>
    /// Whether the file's arrays behind the prefix are those of the network, and in these shapes. All of them: a network without spectral normalisation has a
    /// part of the arrays of one with it, and with the same weights judges otherwise.
    /// </summary>
    internal static bool Fits(Module network, SafeTensorsFile file, string prefix)
    {
        Dictionary<string, int[]> shapes = file.Arrays
            .Where(array => array.Name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(array => array.Name[prefix.Length..], array => array.Shape);
        List<(string Path, Parameter Parameter)> own = [.. network.NamedParameters(), .. network.NamedBuffers()];
        return own.Count == shapes.Count && own.TrueForAll(entry =>
            shapes.TryGetValue(entry.Path, out int[]? shape) && shape.AsSpan().SequenceEqual(entry.Parameter.Shape.Dimensions));
    }
}
