using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Tests.Engine.Operations;
using ScratchGan.Tests.Gan.Models.Reference;

namespace ScratchGan.Tests.Gan.Models;

/// <summary>A layer as an <see cref="OperationCase"/> of its input and of all its parameters, none of which is left at its initial value.</summary>
internal static class LayerCase
{
    /// <param name="create">a new layer for a device</param>
    /// <param name="reference">the same from its formula</param>
    /// <param name="terms">of the longest sum behind one result, forward or backward</param>
    /// <param name="without">parameters that the result does not change with</param>
    public static OperationCase Of(
        string name, Input input, Func<Device, Module> create, Func<PlainPass, PlainTensor, PlainTensor> reference, int terms, params string[] without)
    {
        using Device device = Device.Cpu(threads: 1);
        Module pattern = create(device);
        (string Path, Parameter Parameter)[] parameters = [.. pattern.NamedParameters()];
        (string Path, PlainTensor Value)[] buffers = [.. Buffers(pattern)];
        Input[] inputs = [input, .. parameters.Select(entry => Input.Signed(entry.Parameter.Shape.Dimensions))];
        return new OperationCase(name, inputs, x => [Forward(x)], x => Near(x)(x))
        {
            Terms = terms,
            WithoutSlope = [.. without.Select(path => 1 + Array.FindIndex(parameters, entry => entry.Path == path))],
            ReferenceNear = Near,
            KinkDistance = x =>
            {
                PlainPass pass = new(State(x), new SpectralVectors(State(x)));
                reference(pass, Plain(x[0], input.Shape));
                return pass.KinkDistance;
            },
        };

        Tensor Forward(Tensor[] x)
        {
            Module layer = create(x[0].Device);
            layer.Initialize(x[0].Device, new RandomSource(seed: 1, stream: 0));
            foreach (((_, Parameter parameter), Tensor value) in layer.NamedParameters().Zip(x[1..]))
                parameter.Value = value;
            foreach (((_, Parameter buffer), (_, PlainTensor value)) in layer.NamedBuffers().Zip(buffers))
                buffer.Value.Write([.. value.Values.Select(number => (float)number)]);
            return layer.Forward(x[0]);
        }

        Func<double[][], double[][]> Near(double[][] rest)
        {
            SpectralVectors held = new(State(rest));
            return x => [reference(new PlainPass(State(x), held), Plain(x[0], input.Shape)).Values];
        }

        Dictionary<string, PlainTensor> State(double[][] x) => parameters
            .Select((entry, i) => (entry.Path, Value: Plain(x[i + 1], entry.Parameter.Shape)))
            .Concat(buffers)
            .ToDictionary(entry => entry.Path, entry => entry.Value);
    }

    /// <summary>Numbers from 0.5 to 1.5 for all buffers of a module: running means, variances, and the vectors of spectral normalisation.</summary>
    public static IEnumerable<(string Path, PlainTensor Value)> Buffers(Module module)
    {
        var random = new Random(7);
        foreach ((string path, Parameter buffer) in module.NamedBuffers())
            yield return (path, Plain([.. Enumerable.Range(0, buffer.Shape.Count).Select(_ => (double)(0.5f + random.NextSingle()))], buffer.Shape));
    }

    public static PlainTensor Plain(double[] values, Shape shape) => new(values, shape.Dimensions.ToArray());
}
