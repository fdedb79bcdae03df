using ScratchGan.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>y[r] = ln Σₖ exp x[r, k].</summary>
public sealed class LogSumExpTests : OperationTests<LogSumExpTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases => [Rows(3, 5), Rows(7, 2), Rows(1, 4)];

    private static OperationCase Rows(int rows, int columns) => new(
        $"LogSumExp of [{rows}, {columns}]",
        [Input.Signed(rows, columns)],
        x => x[0].LogSumExp(),
        x => Array([rows], y => Math.Log(Enumerable.Range(0, columns).Sum(k => Math.Exp(At(x[0], [rows, columns], y[0], k))))))
    {
        Methods = [nameof(TensorOperations.LogSumExp)],
        Terms = columns,
    };
}
