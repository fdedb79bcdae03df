using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>
/// Functions of one element, and their derivative u · f′(x) as the operation of its own that it is: its gradients are f″ and f‴. Inputs keep away from kinks.
/// </summary>
public sealed class ElementwiseTests : OperationTests<ElementwiseTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        .. Function(nameof(TensorOperations.Negate), Input.Signed(3, 4), x => x.Negate(), x => -x, _ => -1, isLinear: true),
        .. Function(nameof(TensorOperations.Scale), Input.Signed(2, 5), x => x.Scale(-1.7f), x => -1.7f * x, _ => -1.7f, isLinear: true),
        .. Function(nameof(TensorOperations.AddConstant), Input.Signed(11), x => x.AddConstant(0.3f), x => x + 0.3f, _ => 1, isLinear: true),
        .. Function(nameof(TensorOperations.Reciprocal), Input.Positive(13), x => x.Reciprocal(), x => 1 / x, x => -1 / (x * x)),
        .. Function(nameof(TensorOperations.Square), Input.Signed(3, 7), x => x.Square(), x => x * x, x => 2 * x),
        .. Function(nameof(TensorOperations.SquareRoot), Input.Positive(2, 3, 4), x => x.SquareRoot(), Math.Sqrt, x => 0.5 / Math.Sqrt(x)),
        .. Function(nameof(TensorOperations.Exponential), Input.Signed(5, 3), x => x.Exponential(), Math.Exp, Math.Exp),
        .. Function(nameof(TensorOperations.Logarithm), Input.Positive(4, 4), x => x.Logarithm(), Math.Log, x => 1 / x),
        .. Function(nameof(TensorOperations.Absolute), Input.AwayFromZero(6, 3), x => x.Absolute(), Math.Abs, x => Math.Sign(x), isLinear: true),
        .. Function(nameof(TensorOperations.Relu), Input.AwayFromZero(19), x => x.Relu(), x => Math.Max(x, 0), x => x > 0 ? 1 : 0, isLinear: true),
        .. Function(
            nameof(TensorOperations.LeakyRelu), Input.AwayFromZero(4, 5), x => x.LeakyRelu(0.1f), x => x > 0 ? x : 0.1f * x, x => x > 0 ? 1 : 0.1f, isLinear: true),
        .. Function(nameof(TensorOperations.Tanh), Input.Signed(17), x => x.Tanh(), Math.Tanh, x => 1 - Math.Tanh(x) * Math.Tanh(x)),
        .. Function(nameof(TensorOperations.Sigmoid), Input.Signed(2, 9), x => x.Sigmoid(), Logistic, x => Logistic(x) * Logistic(-x)),
        .. Function(nameof(TensorOperations.Softplus), Input.Signed(3, 5), x => x.Softplus(), x => Math.Log(1 + Math.Exp(x)), Logistic),
        .. Function("Identity", Input.Signed(9), Activations.Identity.Invoke, x => x, _ => 1, isLinear: true),
    ];

    /// <summary>Two cases: y = f(x), and r(x, u) = u · f′(x); f is linear when it is so on either side of its kink.</summary>
    private static IEnumerable<OperationCase> Function(
        string method, Input input, Func<Tensor, Tensor> engine, Func<double, double> plain, Func<double, double> derivative, bool isLinear = false)
    {
        yield return new OperationCase(method, [input], x => engine(x[0]), x => Map(x[0], plain)) { Methods = [method] };
        yield return new OperationCase(
            $"{method}Gradient",
            [input, Input.Signed(input.Shape.Dimensions)],
            x =>
            {
                Tensor point = x[0].Reshape(x[0].Shape);
                return Gradients.Of((engine(point) * x[1]).Sum(), [point], keepGraph: true)[0];
            },
            x => [.. x[0].Zip(x[1], (value, u) => u * derivative(value))])
        {
            WithoutSlope = isLinear ? [0] : [],
        };
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
