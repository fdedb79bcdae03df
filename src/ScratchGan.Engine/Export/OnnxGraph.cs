using System.Globalization;
using System.Runtime.InteropServices;

namespace ScratchGan.Engine.Export;

/// <summary>
/// A graph of ONNX as it grows: nodes that name their inputs and outputs, and constants. The field numbers are those of onnx.proto3 (IR version 8).
/// </summary>
internal sealed class OnnxGraph
{
    private const int FloatType = 1;
    private readonly List<(string Operator, string[] Inputs, string Output, ProtobufMessage[] Attributes)> _nodes = [];
    private readonly List<ProtobufMessage> _constants = [];

    /// <summary>Adds an operator.</summary>
    /// <returns>the name of what it gives</returns>
    internal string Node(string name, string[] inputs, params ProtobufMessage[] attributes)
    {
        string output = string.Create(CultureInfo.InvariantCulture, $"{name}_{_nodes.Count}");
        _nodes.Add((name, inputs, output, attributes));
        return output;
    }

    /// <summary>Adds numbers under their name.</summary>
    internal string Constant(string name, ReadOnlySpan<int> shape, float[] values)
    {
        var tensor = new ProtobufMessage();
        foreach (int size in shape)
            tensor.Integer(1, size);
        _constants.Add(tensor.Integer(2, FloatType).Text(8, name).Bytes(9, MemoryMarshal.AsBytes<float>(values)));
        return name;
    }

    internal static ProtobufMessage Attribute(string name, long value) => new ProtobufMessage().Text(1, name).Integer(3, value).Integer(20, 2);

    internal static ProtobufMessage Attribute(string name, float value) => new ProtobufMessage().Text(1, name).Float(2, value).Integer(20, 1);

    internal static ProtobufMessage Attribute(string name, params int[] values)
    {
        ProtobufMessage attribute = new ProtobufMessage().Text(1, name);
        foreach (int value in values)
            attribute.Integer(8, value);
        return attribute.Integer(20, 7);
    }

    /// <summary>The whole graph; what the last node gives is renamed to the output.</summary>
    internal ProtobufMessage ToMessage(string name, (string Name, Shape Shape) input, (string Name, Shape Shape) output)
    {
        var graph = new ProtobufMessage();
        for (int i = 0; i < _nodes.Count; i++)
        {
            (string type, string[] inputs, string result, ProtobufMessage[] attributes) = _nodes[i];
            var node = new ProtobufMessage();
            foreach (string value in inputs)
                node.Text(1, value);
            node.Text(2, i == _nodes.Count - 1 ? output.Name : result).Text(3, result).Text(4, type);
            foreach (ProtobufMessage attribute in attributes)
                node.Message(5, attribute);
            graph.Message(1, node);
        }
        graph.Text(2, name);
        foreach (ProtobufMessage constant in _constants)
            graph.Message(5, constant);
        return graph.Message(11, Value(input.Name, input.Shape)).Message(12, Value(output.Name, output.Shape));
    }

    /// <summary>A value's type; the first dimension is the batch, which is left open.</summary>
    private static ProtobufMessage Value(string name, Shape shape)
    {
        ProtobufMessage dimensions = new ProtobufMessage().Message(1, new ProtobufMessage().Text(2, "N"));
        for (int axis = 1; axis < shape.Rank; axis++)
            dimensions.Message(1, new ProtobufMessage().Integer(1, shape[axis]));
        ProtobufMessage tensor = new ProtobufMessage().Integer(1, FloatType).Message(2, dimensions);
        return new ProtobufMessage().Text(1, name).Message(2, new ProtobufMessage().Message(1, tensor));
    }
}
