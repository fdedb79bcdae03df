using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using Xunit;
using Activations = ScratchGan.Engine.Operations.Activations;
using Identity = ScratchGan.Kernels.Operators.Identity;
using LeakyRelu = ScratchGan.Kernels.Operators.LeakyRelu;
using Tanh = ScratchGan.Kernels.Operators.Tanh;

namespace ScratchGan.Tests.Engine.Layers;

/// <summary>What layers add to operations: shapes, statistics, normalisations, against doubles.</summary>
public sealed class LayerTests : EngineTest
{
    private const double Epsilon = 1e-5f;

    public static TheoryData<string> LayerNames => [.. AllLayers().Keys];

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void A_layer_describes_the_shape_it_makes_and_the_operations_it_runs(string name)
    {
        (Module layer, Shape input) = AllLayers()[name];
        layer.Initialize(Device, new RandomSource(1, 0));
        Tensor x = Random(2, input.Dimensions);
        double before = Device.Flops;
        Assert.Equal(layer.Describe(input).Output, layer.Forward(x).Shape);
        Assert.Equal(layer.Describe(input).Flops, Device.Flops - before);
        layer.Dispose();
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused_by_name()
    {
        Assert.Contains("[N, 3, H, W]", Refusal(new Conv2d(new ConvolutionSettings(3, 4, 3, 2)), new Shape(2, 5, 8, 8)));
        Assert.Contains("Linear(3→4)", Refusal(new Linear(3, 4), new Shape(2, 5)));
        Assert.Contains("LayerNorm(3)", Refusal(new LayerNorm(3), new Shape(2, 4, 5, 5)));
        Assert.Contains("BatchNorm2d(3)", Refusal(new BatchNorm2d<Identity>(3, Activations.Identity), new Shape(2, 4, 5, 5)));
        Assert.Contains("Reshape(3, 2)", Refusal(new Reshape(3, 2), new Shape(2, 7)));
        static string Refusal(Module layer, Shape input) => Assert.Throws<ArgumentException>(() => layer.Describe(input)).Message;
    }

    [Fact]
    public void Linear_multiplies_by_the_transposed_weight_and_adds_the_bias()
    {
        using var layer = new Linear(5, 3, initializer: Initializers.Normal(0f, 1f));
        layer.Initialize(Device, new RandomSource(3, 0));
        layer.Parameters[1].Write([0.5f, -1f, 2f]);
        Tensor x = Random(4, 7, 5);
        (double[] w, double[] b, double[] input) = (Doubles(layer.Parameters[0]), Doubles(layer.Parameters[1]), Doubles(x));
        double[] expected = [.. Enumerable.Range(0, 21).Select(i => b[i % 3] + Enumerable.Range(0, 5).Sum(k => input[i / 3 * 5 + k] * w[i % 3 * 5 + k]))];
        AssertClose(expected, layer.Forward(x), roundings: 8);
    }

    [Fact]
    public void Convolution_layers_add_their_bias_to_every_pixel_of_a_channel()
    {
        using var convolution = new Conv2d(new ConvolutionSettings(2, 3, 3, 2), initializer: Initializers.Constant(0f));
        using var transposed = new ConvTranspose2d(new ConvolutionSettings(2, 3, 3, 2, 2), outputPadding: 1, initializer: Initializers.Constant(0f));
        foreach (Module layer in (Module[])[convolution, transposed])
        {
            layer.Initialize(Device, new RandomSource(3, 0));
            layer.Parameters[1].Write([1f, 2f, 3f]);
            Tensor y = layer.Forward(Random(4, 2, 2, 5, 6));
            int plane = y.Shape[2] * y.Shape[3];
            Assert.All(y.ToArray().Select((value, i) => (value, i)), item => Assert.Equal(1f + item.i / plane % 3, item.value));
        }
    }

    [Fact]
    public void Layer_normalisation_normalises_each_sample_over_all_its_values()
    {
        using var layer = new LayerNorm(3);
        layer.Initialize(Device, new RandomSource(1, 0));
        layer.Parameters[0].Write([0.5f, 2f, -1f]);
        layer.Parameters[1].Write([1f, 0f, 3f]);
        Tensor x = Random(2, 4, 3, 2, 5);
        (double[] gamma, double[] beta) = (Doubles(layer.Parameters[0]), Doubles(layer.Parameters[1]));
        double[] expected = [.. Doubles(x).Chunk(30).SelectMany(sample =>
        {
            double mean = sample.Average();
            double deviation = Math.Sqrt(sample.Average(value => (value - mean) * (value - mean)) + Epsilon);
            return sample.Select((value, i) => gamma[i / 10] * (value - mean) / deviation + beta[i / 10]);
        })];
        AssertClose(expected, layer.Forward(x), roundings: 16);
    }

    [Fact]
    public void Batch_normalisation_uses_the_batch_in_training_and_the_running_statistics_in_evaluation()
    {
        using var layer = new BatchNorm2d<Tanh>(3, Activations.Tanh);
        layer.Initialize(Device, new RandomSource(1, 0));
        layer.Parameters[0].Write([0.5f, 1.5f, -1f]);
        layer.Parameters[1].Write([0.1f, 0f, -0.3f]);
        (double[] gamma, double[] beta) = (Doubles(layer.Parameters[0]), Doubles(layer.Parameters[1]));
        double[] mean = [0, 0, 0];
        double[] variance = [1, 1, 1];
        for (int step = 0; step < 3; step++)
        {
            Tensor x = Random(step, 4, 3, 2, 5) * (step + 1f) + 0.5f;
            double[] input = Doubles(x);
            double[][] channels = [.. Enumerable.Range(0, 3).Select(c => input.Where((_, i) => i / 10 % 3 == c).ToArray())];
            double[] means = [.. channels.Select(values => values.Average())];
            double[] biased = [.. channels.Select((values, c) => values.Average(value => (value - means[c]) * (value - means[c])))];
            AssertClose(Normalized(input, means, biased), layer.Forward(x), roundings: 16);

            // momentum 0.1, and the unbiased variance: 40 values a channel.
            mean = [.. mean.Zip(means, (running, batch) => running + 0.1 * (batch - running))];
            variance = [.. variance.Zip(biased, (running, batch) => running + 0.1 * (batch * 40 / 39 - running))];
            AssertClose(mean, layer.BufferArena.Tensors[0], roundings: 16);
            AssertClose(variance, layer.BufferArena.Tensors[1], roundings: 16);
        }
        layer.Evaluate();
        Tensor unseen = Random(9, 2, 3, 4, 1);
        AssertClose(Normalized(Doubles(unseen), mean, variance, plane: 4), layer.Forward(unseen), roundings: 16);
        AssertClose(mean, layer.BufferArena.Tensors[0], roundings: 16);

        double[] Normalized(double[] x, double[] by, double[] spread, int plane = 10) => [.. x.Select((value, i) =>
        {
            int c = i / plane % 3;
            return Math.Tanh(gamma[c] * (value - by[c]) / Math.Sqrt(spread[c] + Epsilon) + beta[c]);
        })];
    }

    [Fact]
    public void In_evaluation_an_image_has_the_bits_it_has_alone()
    {
        using var layer = new BatchNorm2d<LeakyRelu>(3, Activations.LeakyRelu());
        layer.Initialize(Device, new RandomSource(1, 0));
        layer.Forward(Random(1, 4, 3, 5, 7));
        layer.Evaluate();
        Tensor batch = Random(2, 4, 3, 5, 7);
        float[] all = layer.Forward(batch).ToArray();
        Tensor third = Tensor.From(Device, batch.ToArray().AsSpan(2 * 105, 105), new Shape(1, 3, 5, 7));
        Assert.Equal(all[(2 * 105)..(3 * 105)], layer.Forward(third).ToArray());
    }

    private static Dictionary<string, (Module Layer, Shape Input)> AllLayers() => new()
    {
        ["Linear"] = (new Linear(5, 3), new Shape(4, 5)),
        ["Conv2d"] = (new Conv2d(new ConvolutionSettings(4, 6, 3, 2, 2, 1, 2, 2)), new Shape(3, 4, 9, 8)),
        ["ConvTranspose2d"] = (new ConvTranspose2d(new ConvolutionSettings(4, 6, 3, 2, 3, 1, 1, 2), outputPadding: 2), new Shape(3, 4, 3, 5)),
        ["BatchNorm2d"] = (new BatchNorm2d<LeakyRelu>(3, Activations.LeakyRelu()), new Shape(2, 3, 4, 5)),
        ["LayerNorm"] = (new LayerNorm(3), new Shape(2, 3, 4, 5)),
        ["ActivationLayer"] = (new ActivationLayer<Tanh>(Activations.Tanh), new Shape(2, 7)),
        ["BilinearUp"] = (new BilinearUp(), new Shape(2, 3, 4, 5)),
        ["BilinearDown"] = (new BilinearDown(), new Shape(2, 3, 4, 6)),
        ["AveragePool"] = (new AveragePool(2), new Shape(2, 3, 4, 6)),
        ["Dropout"] = (new Dropout(0.3f, new RandomSource(1, 9)), new Shape(2, 3, 4)),
        ["MinibatchDeviation"] = (new MinibatchDeviation(2), new Shape(4, 3, 2, 5)),
        ["Linear with SpectralNorm"] = (new Linear(5, 3, spectral: true), new Shape(4, 5)),
        ["Conv2d with SpectralNorm"] = (new Conv2d(new ConvolutionSettings(4, 6, 3, 2, 2, 1, 2, 2), spectral: true), new Shape(3, 4, 9, 8)),
        ["Upsample"] = (new Upsample(3), new Shape(2, 3, 4, 5)),
        ["Reshape"] = (new Reshape(3, 2, 4), new Shape(5, 24)),
        ["Flatten"] = (new Flatten(), new Shape(5, 3, 2, 4)),
        ["Sequential"] = (new Sequential(new Conv2d(ConvolutionSettings.Square(2, 3, 4, 2, 1)), new Flatten(), new Linear(3 * 3 * 4, 2)), new Shape(5, 2, 6, 8)),
    };
}
