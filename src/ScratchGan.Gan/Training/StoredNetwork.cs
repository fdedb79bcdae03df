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

    /// <summary>Whether the file has all arrays of the network, and in these shapes.</summary>
    internal static bool Fits(Module network, SafeTensorsFile file, Func<string, string> nameOf)
    {
        Dictionary<string, int[]> shapes = file.Arrays.ToDictionary(array => array.Name, array => array.Shape);
        return network.NamedParameters().Concat(network.NamedBuffers()).All(entry =>
            shapes.TryGetValue(nameOf(entry.Path), out int[]? shape) && shape.AsSpan().SequenceEqual(entry.Parameter.Shape.Dimensions));
    }
}
