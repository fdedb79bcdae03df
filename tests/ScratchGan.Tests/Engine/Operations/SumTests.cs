using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>Sums and means over every kind of axes, and their transpose, repetition.</summary>
public sealed class SumTests : OperationTests<SumTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Reduction("all", [3, 4], [0, 1], x => x.Sum(), x => x.Mean()),
        Over([3, 4, 5], [0]),
        Over([3, 4, 5], [1]),
        Over([2, 5, 3], [2]),
        Over([4, 3, 2], [2, 0]),
        Over([2, 3, 4, 5], [0, 2, 3]),
        Reduction("kept dimensions", [2, 3, 4], [1], x => x.Sum([1], keepDimensions: true), x => x.Mean([1], keepDimensions: true)),
        Reduction("no axes", [2, 3], [], x => x.Sum([]), x => x.Mean([])),
        Repetition([4], [3, 4]),
        Repetition([3, 1], [3, 5]),
        Repetition([2, 1, 3, 1], [2, 4, 3, 5]),
        Repetition([], [2, 3]),
        Repetition([2, 3], [2, 3]),
        Undone([3, 4], [4]),
        Undone([2, 3, 5], [3, 1]),
        Undone([2, 3], [2, 3]),
    ];

    private static OperationCase Over(int[] shape, int[] axes) => Reduction($"[{string.Join(", ", axes)}]", shape, axes, x => x.Sum(axes), x => x.Mean(axes));

    private static OperationCase Reduction(string name, int[] shape, int[] axes, Func<Tensor, Tensor> sum, Func<Tensor, Tensor> mean) => new(
        $"Sum and Mean of [{string.Join(", ", shape)}] over {name}",
        [Input.Signed(shape)],
        x => [sum(x[0]), mean(x[0].Square())],
        x => [PlainSum(x[0], shape, axes), Map(PlainSum(Map(x[0], v => v * v), shape, axes), v => v / Terms(shape, axes))])
    {
        Methods = [nameof(TensorOperations.Sum), nameof(TensorOperations.Mean)],
        Terms = Terms(shape, axes),
    };

    private static OperationCase Repetition(int[] shape, int[] target) => new(
        $"BroadcastTo from [{string.Join(", ", shape)}] to [{string.Join(", ", target)}]",
        [Input.Signed(shape)],
        x => x[0].BroadcastTo(new Shape(target)).Square(),
        x => Array(target, index => Math.Pow(Repeated(x[0], shape, index), 2)))
    {
        Methods = [nameof(TensorOperations.BroadcastTo)],
        Terms = 20,
    };

    private static OperationCase Undone(int[] shape, int[] target) => new(
        $"SumTo from [{string.Join(", ", shape)}] to [{string.Join(", ", target)}]",
        [Input.Signed(shape)],
        x => x[0].SumTo(new Shape(target)),
        x =>
        {
            double[] sums = new double[target.Aggregate(1, (product, size) => product * size)];
            int[] kept = [.. Enumerable.Repeat(1, shape.Length - target.Length), .. target];
            Array(shape, index => At(sums, kept, [.. index.Select((i, axis) => kept[axis] == 1 ? 0 : i)]) += At(x[0], shape, index));
            return sums;
        })
    {
        Methods = [nameof(TensorOperations.SumTo)],
        Terms = 10,
    };

    private static int Terms(int[] shape, int[] axes) => axes.Aggregate(1, (product, axis) => product * shape[axis]);

    private static double[] PlainSum(double[] x, int[] shape, int[] axes)
    {
        int[] kept = [.. shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        double[] sums = new double[kept.Aggregate(1, (product, size) => product * size)];
        Array(shape, index => At(sums, kept, [.. index.Select((i, axis) => axes.Contains(axis) ? 0 : i)]) += At(x, shape, index));
        return sums;
    }
}
