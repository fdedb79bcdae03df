using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Kernels.Geometry;
using Xunit;
using static ScratchGan.Engine.Operations.TensorOperations;
using Activations = ScratchGan.Engine.Operations.Activations;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>
/// Small discriminators as one case each: the second gradient of a case is a Hessian times a direction, and the gradient of R1 = γ/2 · |∂D/∂x|² is the Hessian
/// times the slope ∂D/∂x; so these are the numbers that gradient penalties are made of.
/// </summary>
public sealed class DiscriminatorTests : OperationTests<DiscriminatorTests>, IOperationCases
{
    private const int Images = 2;
    private const int Filters = 3;
    private const float Epsilon = 1e-5f;

    public static IEnumerable<OperationCase> Cases =>
    [
        Discriminator("layer norm", x => LayerNormOf(x), LayerNormOf),
        Discriminator("batch norm", x => BatchNormOf(x), BatchNormOf),
    ];

    /// <summary>R1 with batch normalisation as one operation and as the composition of tensor operations that defines it.</summary>
    [Fact]
    public void The_gradient_of_R1_through_fused_batch_norm_is_that_through_its_composition()
    {
        using Device device = Device.Cpu(threads: 1);
        var random = new RandomSource(5, 0);
        Tensor x = random.Normal(device, new Shape(4, 2, 7, 6));
        Tensor w = random.Normal(device, new Shape(Filters, 2, 4, 3)) * 0.3f;
        Tensor gamma = random.Normal(device, new Shape(Filters)) * 0.2f + 1f;
        Tensor beta = random.Normal(device, new Shape(Filters)) * 0.2f;
        Tensor[] targets = [w, gamma, beta];
        Tensor Convolution() => x.Conv2d(w, stride: 2, padding: 1);
        Tensor[] fused = PenaltyGradients(Convolution().BatchNorm(gamma, beta, Activations.Tanh).Output);

        Tensor y = Convolution();
        Tensor centred = y - y.Mean([0, 2, 3], keepDimensions: true);
        Tensor normal = centred / (centred.Square().Mean([0, 2, 3], keepDimensions: true) + Epsilon).SquareRoot();
        Tensor[] composed = PenaltyGradients((normal * gamma.Reshape(Filters, 1, 1) + beta.Reshape(Filters, 1, 1)).Tanh());

        // Both are float32: sums over 4·3·3 places of second derivatives, some 300 terms; 4√300 roundings of the largest.
        for (int i = 0; i < targets.Length; i++)
        {
            float[] expected = composed[i].ToArray();
            float scale = expected.Max(MathF.Abs);
            Assert.True(scale > 0.01f);
            foreach ((float one, float other) in fused[i].ToArray().Zip(expected))
                Assert.Equal(other, one, scale * 70 / (1 << 24));
        }

        Tensor[] PenaltyGradients(Tensor logits)
        {
            Tensor slope = Gradients.Of(logits.Square().Sum(), [x], keepGraph: true)[0];
            return Gradients.Of(slope.Square().Sum() * 0.5f, targets);
        }
    }

    /// <summary>D(x) = v · leaky(norm(conv(x, w))): images [2, 2, 5, 4], filters [3, 2, 3, 2] at stride 2 with padding 1, so [2, 3, 3, 3].</summary>
    private static OperationCase Discriminator(string name, Func<Tensor, Tensor> norm, Func<double[], double[]> plainNorm)
    {
        var form = new TrilinearForm(ConvolutionGeometry.Forward(Images, 2, 5, 4, Filters, 3, 2, stride: 2, padding: 1));
        int values = Filters * form.Geometry.P * form.Geometry.Q;
        return new OperationCase(
            $"Discriminator with {name}",
            [Input.Signed(form.X), Input.Signed(form.W), Input.Signed(1, values)],
            x => norm(x[0].Conv2d(x[1], stride: 2, padding: 1)).LeakyRelu().Reshape(Images, values).MatMul(x[2], transposeB: true),
            x =>
            {
                double[] leaky = Plain.Map(plainNorm(form.Convolution(x[0], x[1])), z => z > 0 ? z : 0.2f * z);
                return Plain.Array([Images], n => Enumerable.Range(0, values).Sum(k => leaky[n[0] * values + k] * x[2][k]));
            })
        {
            // A chain of a convolution, a normalisation and a product: 12, 27 and 27 terms deep.
            Terms = 12 * 27,
            KinkDistance = x => plainNorm(form.Convolution(x[0], x[1])).Min(Math.Abs),
        };
    }

    private static Tensor LayerNormOf(Tensor x)
    {
        var layer = new LayerNorm(Filters);
        layer.Initialize(x.Device, new RandomSource(1, 0));
        return layer.Forward(x);
    }

    private static Tensor BatchNormOf(Tensor x)
    {
        var channels = new Shape(Filters);
        return x.BatchNorm(Tensor.Filled(x.Device, 1f, channels), Tensor.Zeros(x.Device, channels), Activations.Identity, Epsilon).Output;
    }

    private static double[] LayerNormOf(double[] y) => [.. y.Chunk(y.Length / Images).SelectMany(Normal)];

    private static double[] BatchNormOf(double[] y)
    {
        int plane = y.Length / Images / Filters;
        double[][] normal = [.. Enumerable.Range(0, Filters).Select(c => Normal([.. y.Where((_, i) => i / plane % Filters == c)]))];
        return [.. y.Select((_, i) => normal[i / plane % Filters][i / plane / Filters * plane + i % plane])];
    }

    private static double[] Normal(double[] values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) + Epsilon);
        return Plain.Map(values, value => (value - mean) / deviation);
    }
}
