using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>The same elements, so the same numbers in the same order.</summary>
public sealed class ReshapeTests : OperationTests<ReshapeTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Reshaped("a matrix to a cube", [4, 6], x => x.Reshape(2, 3, 4)),
        Reshaped("to a row", [2, 3, 3], x => x.Reshape(new Shape(18))),
        Reshaped("one element to a scalar", [1, 1, 1], x => x.Reshape(Shape.Scalar)),
    ];

    private static OperationCase Reshaped(string name, int[] shape, Func<Tensor, Tensor> reshape) =>
        new($"Reshape, {name}", [Input.Signed(shape)], x => reshape(x[0]), x => [.. x[0]]) { Methods = [nameof(TensorOperations.Reshape)] };
}
