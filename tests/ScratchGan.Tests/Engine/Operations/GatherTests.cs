using ScratchGan.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>Rows taken by number, some twice and some never, and the transpose, rows added up by number.</summary>
public sealed class GatherTests : OperationTests<GatherTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Taken(5, 3, 4, 0, 4, 2),
        Taken(3, 7, 1, 1, 1, 0, 2, 1),
        AddedUp(6, 3, 5, 0, 5, 2),
        AddedUp(4, 5, 3, 3, 3),
    ];

    private static OperationCase Taken(int rows, int width, params int[] indices) => new(
        $"Gather {indices.Length} of {rows} rows",
        [Input.Signed(rows, width), Input.Indices(indices)],
        x => x[0].Gather(x[1]),
        x => Array([indices.Length, width], y => At(x[0], [rows, width], indices[y[0]], y[1])))
    {
        Methods = [nameof(TensorOperations.Gather)],
        Terms = indices.Length,
    };

    private static OperationCase AddedUp(int rows, int width, params int[] indices) => new(
        $"ScatterAdd {indices.Length} into {rows} rows",
        [Input.Signed(indices.Length, width), Input.Indices(indices)],
        x => x[0].ScatterAdd(x[1], rows),
        x => Array([rows, width], y => Enumerable.Range(0, indices.Length).Where(r => indices[r] == y[0]).Sum(r => At(x[0], [indices.Length, width], r, y[1]))))
    {
        Methods = [nameof(TensorOperations.ScatterAdd)],
        Terms = indices.Length,
    };
}
