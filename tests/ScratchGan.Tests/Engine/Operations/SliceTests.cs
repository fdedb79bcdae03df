using ScratchGan.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>Parts of a tensor taken out, surrounded by zeros, put one after the other.</summary>
public sealed class SliceTests : OperationTests<SliceTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Part([5, 3], axis: 0, start: 1, length: 3),
        Part([2, 7, 3], axis: 1, start: 4, length: 3),
        Part([3, 4], axis: 1, start: 0, length: 1),
        Surrounded([3, 4], axis: 0, before: 2, after: 1),
        Surrounded([2, 3, 5], axis: 2, before: 0, after: 4),
        Surrounded([2, 3, 2], axis: 1, before: 3, after: 0),
        Joined(axis: 0, [2, 3], [4, 3], [1, 3]),
        Joined(axis: 1, [2, 3, 2], [2, 1, 2], [2, 4, 2]),
        Joined(axis: 2, [2, 2, 3], [2, 2, 5]),
    ];

    private static OperationCase Part(int[] shape, int axis, int start, int length) => new(
        $"Slice of [{string.Join(", ", shape)}], axis {axis} from {start}, {length} long",
        [Input.Signed(shape)],
        x => x[0].Slice(axis, start, length),
        x => Array([.. shape.Select((size, d) => d == axis ? length : size)], index => At(x[0], shape, [.. index.Select((i, d) => d == axis ? i + start : i)])))
    {
        Methods = [nameof(TensorOperations.Slice)],
    };

    private static OperationCase Surrounded(int[] shape, int axis, int before, int after) => new(
        $"Pad of [{string.Join(", ", shape)}], axis {axis}, {before} before and {after} after",
        [Input.Signed(shape)],
        x => x[0].Pad(axis, before, after),
        x => Array(
            [.. shape.Select((size, d) => d == axis ? before + size + after : size)],
            index => index[axis] < before || index[axis] >= before + shape[axis] ? 0 : At(x[0], shape, [.. index.Select((i, d) => d == axis ? i - before : i)])))
    {
        Methods = [nameof(TensorOperations.Pad)],
    };

    private static OperationCase Joined(int axis, params int[][] shapes) => new(
        $"Concatenate {shapes.Length} tensors of rank {shapes[0].Length} along axis {axis}",
        [.. shapes.Select(shape => Input.Signed(shape))],
        x => TensorOperations.Concatenate(x, axis),
        x => Array([.. shapes[0].Select((size, d) => d == axis ? shapes.Sum(shape => shape[axis]) : size)], index =>
        {
            int[] place = [.. index];
            int part = 0;
            for (; place[axis] >= shapes[part][axis]; part++)
                place[axis] -= shapes[part][axis];
            return At(x[part], shapes[part], place);
        }))
    {
        Methods = [nameof(TensorOperations.Concatenate)],
    };
}
