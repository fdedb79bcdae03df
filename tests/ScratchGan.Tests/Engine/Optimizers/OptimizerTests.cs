using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using Xunit;
using static ScratchGan.Engine.Operations.TensorOperations;

namespace ScratchGan.Tests.Engine.Optimizers;

/// <summary>
/// Each optimizer against its paper's loop in doubles, over steps between which the learning rate changes. An update is a handful of roundings of numbers of
/// order 1, and those of all steps add up: 8 roundings a step.
/// </summary>
public sealed class OptimizerTests : EngineTest
{
    private const int Steps = 12;
    private readonly Linear _layer = new(5, 3);

    public OptimizerTests() => _layer.Initialize(Device, new RandomSource(7, 0));

    [Fact]
    public void Adam_follows_algorithm_1_of_its_paper()
    {
        using var optimizer = new Adam(_layer, 0.01f, beta1: 0.5, beta2: 0.999, epsilon: 1e-8);
        Compare(optimizer, moments: 2, (parameter, gradient, moments, rate, step) =>
        {
            moments[0] = 0.5 * moments[0] + 0.5 * gradient;
            moments[1] = 0.999 * moments[1] + (1 - 0.999) * gradient * gradient;
            double first = moments[0] / (1 - Math.Pow(0.5, step));
            double second = moments[1] / (1 - Math.Pow(0.999, step));
            return parameter - rate * first / (Math.Sqrt(second) + 1e-8);
        });
    }

    /// <summary>v̂ₜ = vₜ/Σwₛ with the weights of the squares in it, wₛ = (1 − β₂ₛ)·Πβ₂ᵣ over r from s + 1 to t, added up one by one.</summary>
    [Fact]
    public void Adam_with_a_moving_beta2_is_a_weighted_mean_of_squares()
    {
        using var optimizer = new Adam(_layer, 0.01f, beta1: 0, epsilon: 1e-8);
        optimizer.MoveBeta2(Beta2);
        Compare(optimizer, moments: 2, (parameter, gradient, moments, rate, step) =>
        {
            moments[0] = gradient;
            moments[1] = Beta2(step - 1) * moments[1] + (1 - Beta2(step - 1)) * gradient * gradient;
            double weights = 0;
            for (int s = 1; s <= step; s++)
                weights += Enumerable.Range(s, step - s).Aggregate(1 - Beta2(s - 1), (weight, later) => weight * Beta2(later));
            return parameter - rate * gradient / (Math.Sqrt(moments[1] / weights) + 1e-8);
        });

        static double Beta2(long step) => 0.5 + 0.4 * Math.Cos(0.3 * step);
    }

    [Fact]
    public void A_moving_beta2_goes_on_from_any_step_with_the_same_bits()
    {
        static double Beta2(long step) => 0.9 + 0.01 * Math.Sin(step);
        var through = new MovingDecay(Beta2);
        double[] products = [.. Enumerable.Range(1, 40).Select(step => through.Product(step))];
        Assert.Equal(products[36], new MovingDecay(Beta2).Product(37));
        Assert.Equal(products[11], through.Product(12));
        Assert.Equal(products[39], through.Product(40));
        Assert.Equal(Math.Pow(0.9, 1000), new MovingDecay(_ => 0.9).Product(1000), 1e-12 * Math.Pow(0.9, 1000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_beta2_outside_0_to_1_is_an_error(double beta2)
    {
        using var optimizer = new Adam(_layer);
        optimizer.MoveBeta2(_ => beta2);
        Assert.Contains("step 1", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step([Random(1, 3, 5), Random(1, 3)])).Message);
    }

    [Fact]
    public void RmsProp_divides_by_the_root_of_the_averaged_square()
    {
        using var optimizer = new RmsProp(_layer, 0.01f, decay: 0.9, epsilon: 1e-6);
        Compare(optimizer, moments: 1, (parameter, gradient, moments, rate, _) =>
        {
            moments[0] = 0.9 * moments[0] + 0.1 * gradient * gradient;
            return parameter - rate * gradient / (Math.Sqrt(moments[0]) + 1e-6);
        });
    }

    [Fact]
    public void Momentum_adds_gradients_up()
    {
        using var optimizer = new SgdMomentum(_layer, 0.05f, momentum: 0.8);
        Compare(optimizer, moments: 1, (parameter, gradient, moments, rate, _) => parameter - rate * (moments[0] = 0.8 * moments[0] + gradient));
    }

    [Fact]
    public void Without_momentum_it_is_plain_descent()
    {
        using var optimizer = new SgdMomentum(_layer, 0.05f, momentum: 0);
        Compare(optimizer, moments: 1, (parameter, gradient, moments, rate, _) => parameter - rate * (moments[0] = gradient));
    }

    [Fact]
    public void Gradients_in_the_optimizers_own_arena_give_the_same_bits()
    {
        using var other = new Linear(5, 3);
        other.Initialize(Device, new RandomSource(7, 0));
        using var copying = new Adam(_layer);
        using var direct = new Adam(other);
        Tensor x = Random(1, 4, 5);
        for (int step = 0; step < 3; step++)
        {
            copying.Step(Gradients.Of(Loss(_layer, x), _layer.Parameters));
            direct.Step(Gradients.Of(Loss(other, x), other.Parameters, into: direct.Gradients));
        }
        Assert.Equal(_layer.ParameterArena.Flat.ToArray(), other.ParameterArena.Flat.ToArray());
        Assert.Equal(copying.Moments[1].Flat.ToArray(), direct.Moments[1].Flat.ToArray());
    }

    [Fact]
    public void The_gaps_between_parameters_stay_zero()
    {
        using var optimizer = new Adam(_layer, 0.1f);
        for (int step = 0; step < 3; step++)
            optimizer.Step([Random(step, 3, 5), Random(step + 10, 3)]);
        Assert.All(_layer.ParameterArena.Flat.ToArray()[15..64], gap => Assert.Equal(0f, gap));
        Assert.Equal(3, optimizer.StepCount);
    }

    [Fact]
    public void Gradients_that_do_not_fit_are_refused()
    {
        using var optimizer = new Adam(_layer);
        Assert.Contains("2 parameters", Assert.Throws<ArgumentException>(() => optimizer.Step([Random(1, 3, 5)])).Message);
        Assert.Contains("[5, 3]", Assert.Throws<ArgumentException>(() => optimizer.Step([Random(1, 5, 3), Random(1, 3)])).Message);
        Assert.Equal(0, optimizer.StepCount);
    }

    [Fact]
    public void A_step_is_seen_by_every_history_that_read_what_it_overwrites()
    {
        using var optimizer = new Adam(_layer);
        Arena[] arenas = [_layer.ParameterArena, optimizer.Gradients, .. optimizer.Moments];
        Tensor[] losses = [.. arenas.Select(arena => arena.Tensors[0].Square().Sum())];
        optimizer.Step([Random(1, 3, 5), Random(2, 3)]);
        for (int i = 0; i < arenas.Length; i++)
            Assert.Throws<InvalidOperationException>(() => Gradients.Of(losses[i], [arenas[i].Tensors[0]]));
    }

    private static Tensor Loss(Module layer, Tensor x) => layer.Forward(x).Square().Sum();

    private void Compare(Optimizer optimizer, int moments, Func<double, double, double[], double, int, double> update)
    {
        double[][] parameters = [.. _layer.Parameters.Select(Doubles)];
        double[][][] state = [.. parameters.Select(values => values.Select(_ => new double[moments]).ToArray())];
        Assert.Equal(moments, optimizer.Moments.Count);
        for (int step = 1; step <= Steps; step++)
        {
            if (step == 5)
                optimizer.LearningRate *= 0.25f;
            Tensor[] gradients = [Random(step, 3, 5), Random(100 + step, 3)];
            optimizer.Step(gradients);
            for (int p = 0; p < parameters.Length; p++)
            {
                float[] slope = gradients[p].ToArray();
                for (int i = 0; i < slope.Length; i++)
                    parameters[p][i] = update(parameters[p][i], slope[i], state[p][i], optimizer.LearningRate, step);
                AssertClose(parameters[p], _layer.Parameters[p], roundings: 8 * step);
                for (int m = 0; m < moments; m++)
                    AssertClose([.. state[p].Select(values => values[m])], optimizer.Moments[m].Tensors[p], roundings: 8 * step);
            }
        }
    }
}
