using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using Xunit;
using Conv2d = ScratchGan.Engine.Layers.Conv2d;

namespace ScratchGan.Tests.Engine.Layers;

/// <summary>W/σ against double precision: its value, its gradient with u and v held, the gradient of that, and where the power method ends.</summary>
public sealed class SpectralNormTests : EngineTest
{
    private const int Rows = 3;
    private const int Columns = 5;
    private const double Step = 1e-4;
    private readonly SpectralNorm _layer = new(Rows);
    private readonly Tensor _weight;

    public SpectralNormTests()
    {
        _layer.Initialize(Device, new RandomSource(seed: 2, stream: 0));
        _weight = Random(3, Rows, Columns);
    }

    [Fact]
    public void A_forward_pass_takes_one_step_of_the_power_method_in_training_and_none_in_evaluation()
    {
        (double[] u, double[] v) = PowerStep(Doubles(_weight), Doubles(Buffer));
        AssertClose(Normalized(Doubles(_weight), u, v), _layer.Forward(_weight), roundings: 16);
        AssertClose(u, Buffer, roundings: 16);
        _layer.Evaluate();
        float[] before = Buffer.ToArray();
        float[] value = _layer.Forward(_weight).ToArray();
        Assert.Equal(before, Buffer.ToArray());
        Assert.Equal(value, _layer.Forward(_weight).ToArray());
    }

    [Fact]
    public void After_many_steps_the_largest_singular_value_is_one()
    {
        float[] normalized = [];
        for (int step = 0; step < 300; step++)
            normalized = _layer.Forward(_weight).ToArray();
        double[] matrix = [.. normalized.Select(value => (double)value)];
        double[] u = [1, 2, 3];
        double[] v = [];
        for (int step = 0; step < 1000; step++)
            (u, v) = PowerStep(matrix, u);
        Assert.Equal(1, Sigma(matrix, u, v), 1e-5);
    }

    [Fact]
    public void Gradients_of_both_orders_are_those_of_the_formula_with_u_and_v_held()
    {
        double[] w = Doubles(_weight);
        (double[] u, double[] v) = PowerStep(w, Doubles(Buffer));
        Tensor cotangent = Random(4, Rows, Columns), direction = Random(5, Rows, Columns);
        (double[] g, double[] d) = (Doubles(cotangent), Doubles(direction));
        Tensor first = Gradients.Of((_layer.Forward(_weight) * cotangent).Sum(), [_weight], keepGraph: true)[0];
        AssertClose(Pulled(w), first, roundings: 64);
        Tensor second = Gradients.Of((first * direction).Sum(), [_weight])[0];
        double[] expected = [.. w.Select((_, k) => (Inner(Pulled(Moved(k, Step))) - Inner(Pulled(Moved(k, -Step)))) / (2 * Step))];
        Assert.True(expected.Max(Math.Abs) > 0.1);
        AssertClose(expected, second, roundings: 256);

        // W̄ = (G − ⟨G, W/σ⟩·uvᵀ)/σ.
        double[] Pulled(double[] at)
        {
            double sigma = Sigma(at, u, v);
            double share = at.Zip(g, (a, b) => a * b).Sum() / sigma;
            return [.. g.Select((value, k) => (value - share * u[k / Columns] * v[k % Columns]) / sigma)];
        }

        double Inner(double[] values) => values.Zip(d, (a, b) => a * b).Sum();

        double[] Moved(int k, double by)
        {
            double[] moved = [.. w];
            moved[k] += by;
            return moved;
        }
    }

    /// <summary>The buffer is written between two passes of one phase; neither the values saved by the first nor its gradient may notice.</summary>
    [Fact]
    public void A_second_pass_does_not_disturb_the_gradient_of_the_first()
    {
        using Conv2d alone = Convolution();
        using Conv2d twice = Convolution();
        Tensor x = Random(6, 2, 2, 5, 5);
        Tensor one = alone.Forward(x).Square().Sum(), other = twice.Forward(x).Square().Sum();
        twice.Forward(Random(7, 2, 2, 5, 5));
        Assert.Equal(Gradients.Of(one, alone.Parameters)[0].ToArray(), Gradients.Of(other, twice.Parameters)[0].ToArray());
        Assert.Contains("spectral.u", alone.StateDictionary().Keys);

        Conv2d Convolution()
        {
            var layer = new Conv2d(ConvolutionSettings.Square(2, Rows, 3), spectral: true);
            layer.Initialize(Device, new RandomSource(seed: 8, stream: 0));
            return layer;
        }
    }

    private Tensor Buffer => _layer.BufferArena.Tensors[0];

    private static (double[] U, double[] V) PowerStep(double[] w, double[] u)
    {
        int columns = w.Length / Rows;
        double[] v = Unit([.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, Rows).Sum(i => w[i * columns + j] * u[i]))]);
        return (Unit([.. Enumerable.Range(0, Rows).Select(i => Enumerable.Range(0, columns).Sum(j => w[i * columns + j] * v[j]))]), v);
    }

    private static double Sigma(double[] w, double[] u, double[] v) => w.Select((value, k) => u[k / v.Length] * value * v[k % v.Length]).Sum();

    private static double[] Normalized(double[] w, double[] u, double[] v) => [.. w.Select(value => value / Sigma(w, u, v))];

    private static double[] Unit(double[] values)
    {
        double norm = Math.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => value / norm)];
    }
}
