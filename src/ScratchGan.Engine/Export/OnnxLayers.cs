using ScratchGan.Engine.Layers;
using ScratchGan.Kernels.Operators;
using static ScratchGan.Engine.Export.OnnxGraph;

namespace ScratchGan.Engine.Export;

/// <summary>
/// From layers to operators of ONNX. Weights keep their layout: that of Conv and ConvTranspose is ours. Layers are written as they are in evaluation mode.
/// </summary>
internal sealed class OnnxLayers(OnnxGraph graph)
{
    /// <returns>the name of what the layer makes of x</returns>
    /// <exception cref="NotSupportedException">the layer has no counterpart here</exception>
    internal string Add(Module layer, string path, string x) => layer switch
    {
        Sequential sequence => sequence.Children.Aggregate(x, (value, child) => Add(child.Module, $"{path}{child.Name}.", value)),
        Conv2d convolution => graph.Node(
            "Conv", [x, .. Weights(layer, path)], Attributes(convolution.Settings)),
        ConvTranspose2d convolution => graph.Node(
            "ConvTranspose", [x, .. Weights(layer, path)],
            [.. Attributes(convolution.Settings), Attribute("output_padding", convolution.OutputPadding, convolution.OutputPadding)]),
        Linear => graph.Node("Gemm", [x, .. Weights(layer, path)], Attribute("transB", 1L)),
        Flatten => graph.Node("Flatten", [x], Attribute("axis", 1L)),
        LayerNorm => LayerNormalized(layer, path, x),
        BatchNorm2d<Relu> normalization => Activated(BatchNormalized(layer, path, x), normalization.Activation),
        BatchNorm2d<LeakyRelu> normalization => Activated(BatchNormalized(layer, path, x), normalization.Activation),
        BatchNorm2d<Identity> => BatchNormalized(layer, path, x),
        ActivationLayer<Relu> activation => Activated(x, activation.Activation),
        ActivationLayer<LeakyRelu> activation => Activated(x, activation.Activation),
        ActivationLayer<Tanh> activation => Activated(x, activation.Activation),
        ActivationLayer<Sigmoid> activation => Activated(x, activation.Activation),
        ActivationLayer<Softplus> activation => Activated(x, activation.Activation),
        _ => throw new NotSupportedException($"{path}{layer}: expected a layer that ONNX export knows, found {layer.GetType().Name}"),
    };

    private string Activated<TActivation>(string x, Operations.Activation<TActivation> activation)
        where TActivation : struct, IDifferentiableOperator => (object)activation.Function switch
        {
            // For x = −1 a leaky ReLU gives its slope, negated.
            LeakyRelu leaky => graph.Node("LeakyRelu", [x], Attribute("alpha", -leaky.Invoke(-1f))),
            Relu or Tanh or Sigmoid or Softplus => graph.Node(typeof(TActivation).Name, [x]),
            _ => throw new NotSupportedException($"ONNX export knows no activation {typeof(TActivation).Name}"),
        };

    private string BatchNormalized(Module layer, string path, string x) => graph.Node(
        "BatchNormalization", [x, .. Weights(layer, path)], Attribute("epsilon", BatchNorm2d<Identity>.Epsilon));

    /// <summary>
    /// γ_c · (x − μ_n)/√(σ²_n + ε) + β_c from elementary operators: LayerNormalization of ONNX has a scale for every value, not for every channel.
    /// </summary>
    private string LayerNormalized(Module layer, string path, string x)
    {
        string[] weights = [.. layer.NamedParameters().Select(entry => graph.Constant(
            path + entry.Path, [entry.Parameter.Shape[0], 1, 1], entry.Parameter.Value.ToArray()))];
        ProtobufMessage axes = Attribute("axes", 1, 2, 3);
        string centred = graph.Node("Sub", [x, graph.Node("ReduceMean", [x], axes)]);
        string variance = graph.Node("ReduceMean", [graph.Node("Mul", [centred, centred])], axes);
        string deviation = graph.Node("Sqrt", [graph.Node("Add", [variance, graph.Constant($"{path}epsilon", [1], [LayerNorm.Epsilon])])]);
        return graph.Node("Add", [graph.Node("Mul", [graph.Node("Div", [centred, deviation]), weights[0]]), weights[1]]);
    }

    /// <summary>
    /// Parameters, then buffers, in the order of construction: weight, bias, running_mean, running_var, as the operators want them. A weight with spectral
    /// normalisation is written as the layer uses it, divided, and the vector that its singular value was found with is left out.
    /// </summary>
    private IEnumerable<string> Weights(Module layer, string path)
    {
        SpectralNorm? spectral = layer.Children.Select(child => child.Module).OfType<SpectralNorm>().SingleOrDefault();
        return layer.NamedParameters().Concat(spectral is null ? layer.NamedBuffers() : []).Select(
            entry => graph.Constant(path + entry.Path, entry.Parameter.Shape.Dimensions, (Divided(entry.Parameter) ?? entry.Parameter.Value).ToArray()));

        Tensor? Divided(Parameter parameter) => parameter.Name == "weight" ? spectral?.Forward(parameter.Value) : null;
    }

    private static ProtobufMessage[] Attributes(ConvolutionSettings settings) =>
    [
        Attribute("kernel_shape", settings.KernelHeight, settings.KernelWidth),
        Attribute("strides", settings.Stride, settings.Stride),
        Attribute("pads", settings.Padding, settings.Padding, settings.Padding, settings.Padding),
        Attribute("dilations", settings.Dilation, settings.Dilation),
        Attribute("group", (long)settings.Groups),
    ];
}
