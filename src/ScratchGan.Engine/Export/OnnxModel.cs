using ScratchGan.Engine.Layers;

namespace ScratchGan.Engine.Export;

/// <summary>
/// Writes networks as ONNX models (opset 17, float32, any batch size), as they are in evaluation mode. Used are Conv, ConvTranspose, Gemm, BatchNormalization, Relu,
/// LeakyRelu, Tanh, Sigmoid, Softplus and Flatten; for layer normalisation ReduceMean, Sub, Mul, Add, Sqrt and Div.
/// </summary>
public static class OnnxModel
{
    private const int IrVersion = 8;
    private const int OperatorSet = 17;

    /// <param name="input">name of the input and the sizes of one sample, without the batch</param>
    /// <param name="output">name of the output</param>
    /// <returns>the contents of an .onnx file</returns>
    /// <exception cref="NotSupportedException">a layer has no counterpart</exception>
    public static byte[] Encode(Module module, string name, (string Name, int[] Sample) input, string output)
    {
        var graph = new OnnxGraph();
        bool training = module.Training;
        module.Evaluate();
        new OnnxLayers(graph).Add(module, "", input.Name);
        if (training)
            module.Train();
        var shape = new Shape([1, .. input.Sample]);
        return new ProtobufMessage()
            .Integer(1, IrVersion)
            .Text(2, "ScratchGan")
            .Message(7, graph.ToMessage(name, (input.Name, shape), (output, module.Describe(shape).Output)))
            .Message(8, new ProtobufMessage().Text(1, "").Integer(2, OperatorSet))
            .ToArray();
    }
}
