using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>
/// Functions of one element, and their derivative u · f′(x) as the operation of its own that it is: its gradients are f″ and f‴. Inputs keep away from kinks.
/// </summary>
public sealed class ElementwiseTests : OperationTests<ElementwiseTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Function(nameof(TensorOperations.Negate), Input.Signed(3, 4), x => x.Negate(), x => -x),
        Function(nameof(TensorOperations.Scale), Input.Signed(2, 5), x => x.Scale(-1.7f), x => -1.7f * x),
        Function(nameof(TensorOperations.AddConstant), Input.Signed(11), x => x.AddConstant(0.3f), x => x + 0.3f),
        Function(nameof(TensorOperations.Reciprocal), Input.Positive(13), x => x.Reciprocal(), x => 1 / x),
        Function(nameof(TensorOperations.Square), Input.Signed(3, 7), x => x.Square(), x => x * x),
        Function(nameof(TensorOperations.SquareRoot), Input.Positive(2, 3, 4), x => x.SquareRoot(), Math.Sqrt),
        Function(nameof(TensorOperations.Exponential), Input.Signed(5, 3), x => x.Exponential(), Math.Exp),
        Function(nameof(TensorOperations.Logarithm), Input.Positive(4, 4), x => x.Logarithm(), Math.Log),
        Function(nameof(TensorOperations.Absolute), Input.AwayFromZero(6, 3), x => x.Absolute(), Math.Abs),
        Function(nameof(TensorOperations.Relu), Input.AwayFromZero(19), x => x.Relu(), x => Math.Max(x, 0)),
        Function(nameof(TensorOperations.LeakyRelu), Input.AwayFromZero(4, 5), x => x.LeakyRelu(0.1f), x => x > 0 ? x : 0.1f * x),
        Function(nameof(TensorOperations.Tanh), Input.Signed(17), x => x.Tanh(), Math.Tanh),
        Function(nameof(TensorOperations.Sigmoid), Input.Signed(2, 9), x => x.Sigmoid(), Logistic),
        Function(nameof(TensorOperations.Softplus), Input.Signed(3, 5), x => x.Softplus(), x => Math.Log(1 + Math.Exp(x))),
        Function("Identity", Input.Signed(9), Activations.Identity.Invoke, x => x),
        Derivative("Tanh", Activations.Tanh, Input.Signed(7), x => 1 - Math.Tanh(x) * Math.Tanh(x)),
        Derivative("Sigmoid", Activations.Sigmoid, Input.Signed(2, 3), x => Logistic(x) * Logistic(-x)),
        Derivative("Softplus", Activations.Softplus, Input.Signed(8), Logistic),
        Derivative("LeakyRelu", Activations.LeakyRelu(0.3f), Input.AwayFromZero(3, 3), x => x > 0 ? 1 : 0.3f) with { WithoutSlope = [0] },
    ];

    private static OperationCase Function(string method, Input input, Func<Tensor, Tensor> engine, Func<double, double> plain) =>
        new(method, [input], x => engine(x[0]), x => Map(x[0], plain)) { Methods = method == "Identity" ? [] : [method] };

    private static OperationCase Derivative<TOperator>(string name, Activation<TOperator> activation, Input input, Func<double, double> derivative)
        where TOperator : struct, IDifferentiableOperator => new(
        $"{name}Gradient",
        [input, Input.Signed(input.Shape.Dimensions)],
        x => activation.Gradient(x[0], x[1]),
        x => [.. x[0].Zip(x[1], (value, u) => u * derivative(value))]);

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
