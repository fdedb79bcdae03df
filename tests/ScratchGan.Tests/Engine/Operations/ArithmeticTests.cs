using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>Sums, differences, products and quotients, with every way in which two shapes meet.</summary>
public sealed class ArithmeticTests : OperationTests<ArithmeticTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        .. All("of one shape", [3, 4], [3, 4], [3, 4]),
        .. All("with a row", [3, 5], [5], [3, 5]),
        .. All("of a column with a matrix", [4, 1], [4, 3], [4, 3]),
        .. All("of a row with a column", [2, 1, 5], [3, 1], [2, 3, 5]),
        .. All("of a channel vector with images", [3, 1, 1], [2, 3, 4, 5], [2, 3, 4, 5]),
        .. All("with a scalar", [2, 7], [], [2, 7]),
        .. All("of a single element with a matrix", [1, 1], [3, 2], [3, 2]),
        WithItself("Add", (a, b) => a + b, x => x + x),
        WithItself("Multiply", (a, b) => a * b, x => x * x),
        WithItself("Divide", (a, b) => a * a / (b + 1f), x => x * x / (x + 1)),
        Constants(),
    ];

    private static IEnumerable<OperationCase> All(string how, int[] left, int[] right, int[] result)
    {
        yield return Case(nameof(TensorOperations.Add), Input.Signed(right), (a, b) => a + b, (a, b) => a + b);
        yield return Case(nameof(TensorOperations.Subtract), Input.Signed(right), (a, b) => a - b, (a, b) => a - b);
        yield return Case(nameof(TensorOperations.Multiply), Input.Signed(right), (a, b) => a * b, (a, b) => a * b);
        yield return Case(nameof(TensorOperations.Divide), Input.Positive(right), (a, b) => a / b, (a, b) => a / b);

        OperationCase Case(string method, Input second, Func<Tensor, Tensor, Tensor> engine, Func<double, double, double> plain) => new(
            $"{method} {how}",
            [Input.Signed(left), second],
            x => engine(x[0], x[1]),
            x => Array(result, index => plain(Repeated(x[0], left, index), Repeated(x[1], right, index))))
        {
            Methods = [method],
            Terms = result.Aggregate(1, (product, size) => product * size),
        };
    }

    /// <summary>Both operands come from one tensor: the contributions must meet.</summary>
    private static OperationCase WithItself(string method, Func<Tensor, Tensor, Tensor> engine, Func<double, double> plain) => new(
        $"{method}, a tensor with itself",
        [Input.Positive(3, 2)],
        x => engine(x[0], x[0]),
        x => Map(x[0], plain))
    {
        Methods = [method],
    };

    /// <summary>The operators between a tensor and a number.</summary>
    private static OperationCase Constants() => new(
        "Scale, AddConstant, Negate through operators",
        [Input.Positive(4, 3)],
        x => [2.5f - x[0], (x[0] - 0.5f) * 1.5f, -(3f * x[0]) / 2f, 1f + x[0] * x[0]],
        x => [Map(x[0], v => 2.5 - v), Map(x[0], v => (v - 0.5) * 1.5), Map(x[0], v => -3 * v / 2), Map(x[0], v => 1 + v * v)])
    {
        Methods = [nameof(TensorOperations.Scale), nameof(TensorOperations.AddConstant), nameof(TensorOperations.Negate)],
    };
}
