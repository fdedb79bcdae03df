using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Penalties;
using Xunit;

namespace ScratchGan.Tests.Gan.Penalties;

/// <summary>
/// Penalties and their gradients with respect to D's weights where both are known: for D(x) = w·x, whose slope w is the same everywhere, and for
/// D(x) = ½(w·x)², whose slope (w·x)·w is not. Sums of 12 products of numbers near 1, squared twice: an error of some 1e-6 of the result's size.
/// </summary>
public sealed class ClosedFormTests : IDisposable
{
    private const double Tolerance = 2e-5;
    private const int Batch = 3;
    private const ulong Seed = 5;
    private static readonly Shape Images = new(Batch, 2, 3, 2);
    private readonly Device _device = Device.Cpu(threads: 1);
    private readonly Judge _linear;
    private readonly Judge _quadratic;

    public ClosedFormTests()
    {
        _linear = new Judge(_device, new Flatten(), new Linear(Images.Count / Batch, 1, bias: false, Initializers.Normal(0f, 0.5f)));
        _quadratic = new Judge(_device, new Flatten(), new Linear(Images.Count / Batch, 1, bias: false, Initializers.Normal(0f, 0.5f)), new HalfSquare());
    }

    public void Dispose() => _device.Dispose();

    [Fact]
    public void R1_and_R2_of_a_linear_discriminator_are_half_gamma_w_squared()
    {
        const float gamma = 3f;
        double[] w = _linear.Weights;
        foreach (IGradientPenalty penalty in (IGradientPenalty[])[new R1(gamma), new R2(gamma)])
            _linear.AssertPenalty(penalty, gamma / 2 * Dot(w, w), [.. w.Select(value => gamma * value)]);
    }

    [Fact]
    public void WganGp_of_a_linear_discriminator_is_lambda_times_the_squared_distance_of_its_norm_from_1()
    {
        const float lambda = 10f;
        double[] w = _linear.Weights;
        double norm = Math.Sqrt(Dot(w, w));
        _linear.AssertPenalty(new WganGp(lambda), lambda * (norm - 1) * (norm - 1), [.. w.Select(value => 2 * lambda * (norm - 1) * value / norm)]);
    }

    [Fact]
    public void R1_of_a_quadratic_discriminator_is_taken_at_the_real_images_and_R2_at_the_generated_ones()
    {
        const float gamma = 3f;
        AssertSlopeAt(new R1(gamma), _quadratic.Real);
        AssertSlopeAt(new R2(gamma), _quadratic.Fake);

        // s = w·x: ‖s·w‖² = s²‖w‖², and its gradient with respect to w is 2s‖w‖²·x + 2s²·w.
        void AssertSlopeAt(IGradientPenalty penalty, double[][] images)
        {
            double[] w = _quadratic.Weights;
            double squared = Dot(w, w);
            double value = images.Average(x => gamma / 2 * Dot(w, x) * Dot(w, x) * squared);
            double[] gradient = [.. w.Select((weight, k) => images.Average(x => gamma * (Dot(w, x) * squared * x[k] + Dot(w, x) * Dot(w, x) * weight)))];
            _quadratic.AssertPenalty(penalty, value, gradient);
        }
    }

    [Fact]
    public void WganGp_of_a_quadratic_discriminator_is_taken_at_points_between_real_and_generated_images_one_draw_an_image()
    {
        const float lambda = 10f;
        float[] t = new RandomSource(Seed, stream: 0).Uniform(_device, new Shape(Batch)).ToArray();
        double[][] between = [.. Enumerable.Range(0, Batch).Select(n =>
            _quadratic.Real[n].Zip(_quadratic.Fake[n], (real, fake) => t[n] * real + (1 - t[n]) * fake).ToArray())];
        double[] w = _quadratic.Weights;
        double norm = Math.Sqrt(Dot(w, w));
        // s = w·x̂: the slope's norm is m = |s|‖w‖, and its gradient with respect to w is sign(s)‖w‖·x̂ + |s|·w/‖w‖.
        double value = between.Average(x => lambda * Square(Math.Abs(Dot(w, x)) * norm - 1));
        double[] gradient = [.. w.Select((weight, k) => between.Average(x =>
            2 * lambda * (Math.Abs(Dot(w, x)) * norm - 1) * (Math.Sign(Dot(w, x)) * norm * x[k] + Math.Abs(Dot(w, x)) * weight / norm)))];
        var random = new RandomSource(Seed, stream: 0);
        _quadratic.AssertPenalty(new WganGp(lambda), value, gradient, random);
        Assert.Equal((ulong)Batch, random.Position);
    }

    [Fact]
    public void WganGp_of_a_flat_discriminator_is_lambda_and_its_gradient_is_finite()
    {
        _linear.Module.Parameters[0].Write(new float[_linear.Weights.Length]);
        _linear.AssertPenalty(new WganGp(10f), 10, new double[_linear.Weights.Length]);
    }

    [Fact]
    public void A_sum_of_penalties_is_their_sum_with_the_sum_of_their_gradients()
    {
        (double first, double[] firstGradient) = _quadratic.Penalty(new R1(3f));
        (double second, double[] secondGradient) = _quadratic.Penalty(new R2(5f));
        _quadratic.AssertPenalty(new SumOfPenalties(new R1(3f), new R2(5f)), first + second, [.. firstGradient.Zip(secondGradient, (a, b) => a + b)]);
    }

    [Fact]
    public void A_weight_multiplies_value_and_gradient_and_is_asked_for_each_time()
    {
        (double value, double[] gradient) = _quadratic.Penalty(new R1(3f));
        float weight = 0;
        var weighted = new WeightedPenalty(new R1(3f), () => weight);
        foreach (float next in (float[])[0.75f, 0.2f])
        {
            weight = next;
            _quadratic.AssertPenalty(weighted, next * value, [.. gradient.Select(slope => next * slope)]);
        }
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Square(double value) => value * value;

    /// <summary>y = x²/2, the end of the quadratic discriminator.</summary>
    private sealed class HalfSquare : Module
    {
        public override Tensor Forward(Tensor x) => 0.5f * x.Square();

        public override LayerInfo Describe(Shape input) => new(input, 0);
    }

    /// <summary>A discriminator with a real and a generated batch before it.</summary>
    private sealed class Judge
    {
        private readonly Tensor _real;
        private readonly Tensor _fake;

        public Judge(Device device, params Module[] layers)
        {
            Module = new Sequential(layers);
            Module.Initialize(device, new RandomSource(Seed, stream: 1));
            var random = new RandomSource(Seed, stream: 2);
            _real = random.Normal(device, Images);
            _fake = random.Normal(device, Images);
        }

        public Module Module { get; }

        public double[] Weights => [.. Module.Parameters[0].ToArray().Select(value => (double)value)];

        public double[][] Real => Rows(_real);

        public double[][] Fake => Rows(_fake);

        public (double Value, double[] Gradient) Penalty(IGradientPenalty penalty, RandomSource? random = null)
        {
            Tensor value = penalty.Of(
                Module, new Judged(_real, Module.Forward(_real)), new Judged(_fake, Module.Forward(_fake)), random ?? new RandomSource(Seed, stream: 0));
            Tensor gradient = Gradients.Of(value, Module.Parameters)[0];
            return (value.Item(), [.. gradient.ToArray().Select(number => (double)number)]);
        }

        public void AssertPenalty(IGradientPenalty penalty, double value, double[] gradient, RandomSource? random = null)
        {
            (double foundValue, double[] foundGradient) = Penalty(penalty, random);
            Assert.Equal(value, foundValue, Tolerance * Math.Abs(value));
            double size = gradient.Max(Math.Abs);
            for (int k = 0; k < gradient.Length; k++)
                Assert.Equal(gradient[k], foundGradient[k], Tolerance * size);
        }

        private static double[][] Rows(Tensor images) => [.. images.ToArray().Select(value => (double)value).Chunk(Images.Count / Batch)];
    }
}
