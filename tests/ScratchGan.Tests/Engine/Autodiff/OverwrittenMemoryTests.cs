using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;
using Xunit;
using Conv2d = ScratchGan.Engine.Layers.Conv2d;

namespace ScratchGan.Tests.Engine.Autodiff;

/// <summary>Results that take the memory of an operand: the same bits as in memory of their own, and only where nobody needs the operand.</summary>
public sealed class OverwrittenMemoryTests : EngineTest
{
    [Fact]
    public void An_activation_in_its_inputs_memory_has_the_same_values_and_first_and_second_gradients()
    {
        Compare(Activations.Tanh);
        Compare(Activations.Sigmoid);
        Compare(Activations.Relu);
        Compare(Activations.LeakyRelu());
    }

    [Fact]
    public void The_input_cannot_be_read_afterwards()
    {
        Tensor x = Random(1, 3, 5).MatMul(Random(2, 5, 4));
        Activations.LeakyRelu().Consume(x);
        Assert.Contains("given back", Assert.Throws<InvalidOperationException>(() => x.ToArray()).Message);
    }

    [Fact]
    public void An_input_that_somebody_needs_is_left_alone()
    {
        Tensor constant = Random(1, 7);
        Tensor saved = constant.Exponential();
        Tensor product = Random(1, 3, 5).MatMul(Random(2, 5, 4));
        Tensor shared = product.Reshape(12);
        foreach (Tensor x in new[] { constant, saved, product, shared })
        {
            float[] before = x.ToArray();
            Activations.LeakyRelu().Consume(x);
            Assert.Equal(before, x.ToArray());
        }
    }

    [Fact]
    public void A_function_whose_slope_its_output_does_not_tell_leaves_its_input_alone()
    {
        Tensor x = Random(1, 3, 5).MatMul(Random(2, 5, 4));
        float[] before = x.ToArray();
        Activations.LeakyRelu(-0.5f).Consume(x);
        Activations.Softplus.Consume(x);
        Assert.Equal(before, x.ToArray());
    }

    /// <summary>The first layer is an activation: what it is given belongs to the caller, who reads it again.</summary>
    [Fact]
    public void A_sequence_never_overwrites_what_it_was_given()
    {
        Tensor x = Random(1, 3, 5).MatMul(Random(2, 5, 4));
        float[] before = x.ToArray();
        var leaky = new ActivationLayer<LeakyRelu>(Activations.LeakyRelu());
        using var net = new Sequential(new Sequential(), leaky, new Sequential(leaky));
        net.Initialize(Device, new RandomSource(1, 0));
        net.Forward(x);
        Assert.Equal(before, x.ToArray());
    }

    [Fact]
    public void A_sequence_with_an_activation_after_a_convolution_has_the_gradients_of_its_layers_in_turn()
    {
        var convolution = new Conv2d(new ConvolutionSettings(3, 4, 3, 3, 2, 1));
        var leaky = new ActivationLayer<LeakyRelu>(Activations.LeakyRelu());
        using var net = new Sequential(convolution, leaky);
        net.Initialize(Device, new RandomSource(1, 0));
        Tensor x = Random(1, 2, 3, 7, 6);
        Tensor[] found = Gradients.Of(net.Forward(x).Square().Sum(), net.Parameters);
        Tensor[] expected = Gradients.Of(leaky.Forward(convolution.Forward(x)).Square().Sum(), net.Parameters);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].ToArray(), found[i].ToArray());
    }

    /// <summary>The cotangent of a target in the middle is a result, so nothing may be written over it.</summary>
    [Fact]
    public void The_gradient_of_a_target_in_the_middle_survives_the_operation_that_made_the_target()
    {
        Tensor x = Random(1, 2, 3, 4);
        Tensor middle = x.BatchNorm(Random(2, 3), Random(3, 3), Activations.Tanh).Output;
        Tensor second = middle.Tanh();
        Tensor loss = second.Tanh().Square().Sum();
        Tensor[] expected = Gradients.Of(loss, [x, middle, second], keepGraph: true);
        Tensor[] found = Gradients.Of(loss, [x, middle, second]);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].ToArray(), found[i].ToArray());
    }

    /// <summary>One convolution used twice, so that its weight's gradient is a sum, and one used once.</summary>
    [Fact]
    public void Gradients_written_where_they_belong_are_the_same_bits()
    {
        Tensor[] weights = [Random(1, 2, 2, 3, 3), Random(2, 2, 2, 3, 3)];
        Tensor x = Random(3, 2, 2, 5, 4);
        Tensor Loss() => x.Conv2d(weights[0], padding: 1).Conv2d(weights[0], padding: 1).ConvTranspose2d(weights[1], padding: 1).Square().Sum();
        using var arena = new Arena(Device, [.. weights.Select(weight => weight.Shape)]);
        Tensor[] expected = Gradients.Of(Loss(), weights);
        Tensor[] found = Gradients.Of(Loss(), weights, into: arena);
        for (int i = 0; i < weights.Length; i++)
        {
            Assert.Same(arena.Tensors[i], found[i]);
            Assert.Equal(expected[i].ToArray(), found[i].ToArray());
        }
    }

    private void Compare<TOperator>(Activation<TOperator> activation)
        where TOperator : struct, IDifferentiableOperator
    {
        Tensor a = Random(1, 3, 5);
        Tensor w = Random(2, 5, 4);
        float[][] expected = ValuesAndGradients(activation.Invoke, a, w);
        float[][] found = ValuesAndGradients(activation.Consume, a, w);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i]);
    }

    /// <summary>y, the gradient of Σy² without a graph, and that of its squared slope with one.</summary>
    private static float[][] ValuesAndGradients(Func<Tensor, Tensor> activation, Tensor a, Tensor w)
    {
        Tensor y = activation(a.MatMul(w));
        float[] values = y.ToArray();
        Tensor first = Gradients.Of(y.Square().Sum(), [w])[0];
        Tensor slope = Gradients.Of(activation(a.MatMul(w)).Square().Sum(), [a], keepGraph: true)[0];
        Tensor second = Gradients.Of(slope.Square().Sum(), [w])[0];
        return [values, first.ToArray(), second.ToArray()];
    }
}
