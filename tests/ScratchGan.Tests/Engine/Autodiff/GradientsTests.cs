using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Engine.Autodiff;

/// <summary>Which gradients are computed, from what, and how they add up.</summary>
public sealed class GradientsTests : EngineTest
{
    [Fact]
    public void Contributions_over_all_paths_are_added()
    {
        Tensor x = Constant(2f, -3f);
        Tensor left = x * 5f;
        Tensor right = x.Square();
        Tensor output = (left * right + left + x).Sum();

        // d/dx (5x³ + 5x + x) = 15x² + 6.
        Assert.Equal([66f, 141f], Gradients.Of(output, [x])[0].ToArray());
    }

    [Fact]
    public void A_tensor_used_twice_in_one_operation_gets_both_contributions()
    {
        Tensor x = Constant(3f, -2f);
        Assert.Equal([2f, 2f], Gradients.Of((x + x).Sum(), [x])[0].ToArray());
        Assert.Equal([6f, -4f], Gradients.Of((x * x).Sum(), [x])[0].ToArray());
        Assert.Equal([0f, 0f], Gradients.Of((x - x).Sum(), [x])[0].ToArray());
    }

    [Fact]
    public void A_target_that_is_not_behind_the_output_has_gradient_zero()
    {
        Tensor x = Constant(1f, 2f);
        Tensor other = Random(1, 2, 3);
        Tensor cut = Constant(4f, 5f);
        Tensor output = (x * cut.Detach()).Sum();
        Tensor[] gradients = Gradients.Of(output, [other, x, cut]);
        Assert.Equal(new Shape(2, 3), gradients[0].Shape);
        Assert.All(gradients[0].ToArray(), value => Assert.Equal(0f, value));
        Assert.Equal([4f, 5f], gradients[1].ToArray());
        Assert.Equal([0f, 0f], gradients[2].ToArray());
    }

    [Fact]
    public void An_intermediate_can_be_a_target_beside_its_own_inputs()
    {
        Tensor x = Constant(0.5f, 2f);
        Tensor middle = x.Square();
        Tensor output = (middle * middle).Sum();
        Tensor[] gradients = Gradients.Of(output, [middle, x, output]);
        Assert.Equal([0.5f, 8f], gradients[0].ToArray());
        Assert.Equal([0.5f, 32f], gradients[1].ToArray());
        Assert.Equal(1f, gradients[2].Item());
    }

    [Fact]
    public void A_target_named_twice_gets_its_gradient_twice()
    {
        Tensor x = Constant(3f);
        Tensor[] gradients = Gradients.Of(x.Square().Sum(), [x, x]);
        Assert.Equal(6f, gradients[0].Item());
        Assert.Equal(6f, gradients[1].Item());
        Assert.Throws<ArgumentException>(() => Gradients.Of(x.Square().Sum(), [x, x], into: new Arena(Device, [x.Shape, x.Shape])));
    }

    [Fact]
    public void Nothing_is_computed_for_tensors_that_are_not_targets()
    {
        Tensor x = Random(1, 3, 4);
        Tensor w = Random(2, 4, 5);
        Tensor v = Random(3, 5, 2);
        Tensor output = x.MatMul(w).MatMul(v).Sum();
        double before = Device.Flops;
        Gradients.Of(output, [v]);

        // v̄ = (xw)ᵀu alone: one product of [5, 3] and [3, 2]. All would have taken 2·5·3·2 + 2·3·2·5 + 2·3·5·4 + 2·4·3·5.
        Assert.Equal(2 * 5 * 3 * 2, Device.Flops - before);
    }

    [Fact]
    public void An_operation_learns_which_inputs_are_wanted()
    {
        Tensor[] x = [Constant(1f), Constant(2f), Constant(3f)];
        var spy = new Spy();
        Tensor output = spy.Apply(new Shape(1), [x[0], x[1] * 2f, x[2] * 3f]);
        Gradients.Of(output, [x[0], x[2]]);
        Assert.Equal([true, false, true], spy.Wanted);
        Assert.Equal(1, spy.Calls);
    }

    [Fact]
    public void An_operation_off_the_paths_is_never_asked()
    {
        Tensor x = Constant(1f);
        var spy = new Spy();
        Tensor side = spy.Apply(new Shape(1), [Constant(1f), Constant(2f), Constant(3f)]);
        Gradients.Of((x * side).Sum(), [x]);
        Assert.Equal(0, spy.Calls);
    }

    [Fact]
    public void The_third_derivative_of_a_cube_is_six()
    {
        Tensor x = Constant(0.5f, -1.25f);
        Tensor first = Gradients.Of((x * x * x).Sum(), [x], keepGraph: true)[0];
        Tensor second = Gradients.Of(first.Sum(), [x], keepGraph: true)[0];
        Tensor third = Gradients.Of(second.Sum(), [x], keepGraph: true)[0];
        Assert.Equal([0.75f, 4.6875f], first.ToArray());
        Assert.Equal([3f, -7.5f], second.ToArray());
        Assert.Equal([6f, 6f], third.ToArray());
        Assert.Equal([0f, 0f], Gradients.Of(third.Sum(), [x])[0].ToArray());
    }

    [Fact]
    public void The_derivatives_of_tanh_up_to_the_fourth_agree_with_their_closed_forms()
    {
        double[] points = [-1.5, -0.25, 0.75, 2];
        Tensor x = Constant([.. points.Select(point => (float)point)]);
        double[] y = [.. points.Select(Math.Tanh)];

        // With s = 1 − y², y′ = s: y″ = −2ys, y‴ = −2s(1 − 3y²), y⁗ = 8ys(2 − 3y²).
        double[][] expected =
        [
            [.. y.Select(t => 1 - t * t)],
            [.. y.Select(t => -2 * t * (1 - t * t))],
            [.. y.Select(t => -2 * (1 - t * t) * (1 - 3 * t * t))],
            [.. y.Select(t => 8 * t * (1 - t * t) * (2 - 3 * t * t))],
        ];
        Tensor derivative = x.Tanh();
        foreach (double[] order in expected)
        {
            derivative = Gradients.Of(derivative.Sum(), [x], keepGraph: true)[0];
            AssertClose(order, derivative, roundings: 64);
        }
    }

    [Fact]
    public void Mixed_derivatives_agree_whichever_comes_first()
    {
        Tensor a = Random(1, 4, 3);
        Tensor b = Random(2, 3, 2);
        Tensor Output() => a.MatMul(b).Tanh().Sum();
        Tensor byA = Gradients.Of(Output(), [a], keepGraph: true)[0];
        Tensor byB = Gradients.Of(Output(), [b], keepGraph: true)[0];
        Tensor u = Random(3, 4, 3);
        Tensor v = Random(4, 3, 2);

        // vᵀ ∂/∂b (uᵀ ∂f/∂a) = uᵀ ∂/∂a (vᵀ ∂f/∂b); sums of 24 terms below 10.
        float aThenB = (Gradients.Of((byA * u).Sum(), [b], keepGraph: true)[0] * v).Sum().Item();
        float bThenA = (Gradients.Of((byB * v).Sum(), [a], keepGraph: true)[0] * u).Sum().Item();
        Assert.Equal(aThenB, bThenA, 10 * 32 * UnitRoundoff);
    }

    [Fact]
    public void Gradients_written_into_an_arena_are_its_tensors_and_equal_the_others()
    {
        Tensor x = Random(1, 3, 2);
        Tensor y = Random(2, 2);
        Tensor unreached = Random(3, 5);
        using var arena = new Arena(Device, [x.Shape, unreached.Shape, y.Shape]);
        arena.Tensors[1].Write([1f, 2f, 3f, 4f, 5f]);
        int version = arena.Flat.Version;
        Tensor[] expected = Gradients.Of((x * y).Tanh().Sum(), [x, unreached, y]);
        Tensor[] actual = Gradients.Of((x * y).Tanh().Sum(), [x, unreached, y], into: arena);
        for (int i = 0; i < 3; i++)
        {
            Assert.Same(arena.Tensors[i], actual[i]);
            Assert.Equal(expected[i].ToArray(), actual[i].ToArray());
        }
        Assert.True(arena.Flat.Version > version);
    }

    [Fact]
    public void An_arena_of_another_layout_or_with_a_history_is_refused()
    {
        Tensor x = Random(1, 3, 2);
        using var arena = new Arena(Device, [new Shape(2, 3)]);
        using var fitting = new Arena(Device, [x.Shape]);
        Assert.Throws<ArgumentException>(() => Gradients.Of(x.Sum(), [x], into: arena));
        Assert.Throws<ArgumentException>(() => Gradients.Of(x.Sum(), [x], keepGraph: true, into: fitting));
    }

    [Fact]
    public void Only_a_tensor_with_one_element_has_gradients()
    {
        Tensor x = Random(1, 3, 2);
        Assert.Contains("[3, 2]", Assert.Throws<ArgumentException>(() => Gradients.Of(x, [x])).Message);
        Assert.Equal(Enumerable.Repeat(1f, 6), Gradients.Of(x.Sum().Reshape(1, 1), [x])[0].ToArray());
    }

    [Fact]
    public void No_gradient_is_taken_through_the_statistics_of_batch_normalisation()
    {
        Tensor x = Random(1, 4, 3);
        BatchNormResult result = x.BatchNorm(Random(2, 3), Random(3, 3), Activations.Identity);
        Assert.Contains("statistics", Assert.Throws<InvalidOperationException>(() => Gradients.Of(result.Mean.Sum(), [x])).Message);
    }

    /// <summary>y = the first input, and notes what its backward pass is asked for.</summary>
    private sealed class Spy : Operation
    {
        public bool[] Wanted { get; private set; } = [];

        public int Calls { get; private set; }

        protected override void Forward() => Backend.Map(default(Identity), Inputs[0].Data, Outputs[0].Data);

        protected override Tensor?[] Backward(Tensor u)
        {
            Calls++;
            Wanted = [Needed(0), Needed(1), Needed(2)];
            return [u, u, u];
        }
    }
}
