using Microsoft.ML.OnnxRuntime;
using ScratchGan.Engine;
using ScratchGan.Engine.Export;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Models;
using ScratchGan.Kernels.Operators;
using Xunit;
using Activations = ScratchGan.Engine.Operations.Activations;

namespace ScratchGan.Tests.Engine.Export;

/// <summary>What ONNX Runtime computes from the exported model is what the layers compute, to within 1e-5.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private const int Batch = 3;
    private const float Tolerance = 1e-5f;
    private readonly Device _device = Device.Cpu(2);

    public void Dispose() => _device.Dispose();

    [Theory]
    [InlineData(16, 1)]
    [InlineData(32, 3)]
    [InlineData(64, 3)]
    public void A_generator(int size, int channels) => AssertSame(Dcgan.Generator(new DcganSizes(size, channels, Features: 4, Latent: 7)), [7, 1, 1]);

    [Theory]
    [InlineData(Normalization.Batch)]
    [InlineData(Normalization.Layer)]
    [InlineData(Normalization.None)]
    [InlineData(Normalization.Spectral)]
    public void A_discriminator(Normalization normalization) =>
        AssertSame(Dcgan.Discriminator(new DcganSizes(32, 3, Features: 4, Latent: 7), normalization), [3, 32, 32]);

    [Fact]
    public void Layers_with_every_size_different() => AssertSame(
        new Sequential(
            new Conv2d(new ConvolutionSettings(4, 6, 3, 2, Stride: 2, Padding: 1, Dilation: 2, Groups: 2)),
            new BatchNorm2d<Identity>(6, Activations.Identity),
            new ActivationLayer<Softplus>(Activations.Softplus),
            new ConvTranspose2d(new ConvolutionSettings(6, 9, 2, 3, Stride: 3, Padding: 1, Groups: 3), outputPadding: 1),
            new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(0.3f)),
            new Flatten(),
            new Linear(1260, 5),
            new ActivationLayer<Sigmoid>(Activations.Sigmoid)),
        [4, 9, 10]);

    [Fact]
    public void A_layer_without_a_counterpart_is_named()
    {
        var upsampling = new Sequential(new Flatten(), new Upsample(2));
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => OnnxModel.Encode(upsampling, "test", ("x", [1, 2, 2]), "y"));
        Assert.StartsWith("1.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Upsample", error.Message, StringComparison.Ordinal);
    }

    private void AssertSame(Module module, int[] sample)
    {
        var random = new RandomSource(seed: 5, stream: 1);
        module.Initialize(_device, random);
        // Statistics and shifts that are not those of a fresh network.
        foreach ((string path, Parameter parameter) in module.NamedParameters().Concat(module.NamedBuffers()))
            if (parameter.Shape.Rank == 1)
            {
                float[] values = new float[parameter.Shape.Count];
                random.FillNormal(values);
                parameter.Value.Write([.. values.Select(value => path.EndsWith("var", StringComparison.Ordinal) ? 0.5f + value * value : 0.5f + 0.5f * value)]);
            }
        module.Evaluate();
        var shape = new Shape([Batch, .. sample]);
        float[] input = new float[shape.Count];
        random.FillNormal(input);
        float[] expected = module.Forward(Tensor.From(_device, input, shape)).ToArray();

        using var session = new InferenceSession(OnnxModel.Encode(module, "test", ("x", sample), "y"));
        Assert.Equal([-1, .. sample], session.InputMetadata["x"].Dimensions);
        Assert.Equal(module.Describe(shape).Output.Dimensions[1..].ToArray(), session.OutputMetadata["y"].Dimensions[1..]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
            [NamedOnnxValue.CreateFromTensor("x", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(input, shape.Dimensions.ToArray()))]);
        float[] found = [.. results.Single().AsEnumerable<float>()];
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
            Assert.InRange(found[i], expected[i] - Tolerance * Math.Max(1, Math.Abs(expected[i])), expected[i] + Tolerance * Math.Max(1, Math.Abs(expected[i])));
        module.Dispose();
    }
}
