using ScratchGan.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>y[n, c, h, w] = x[n, c, ⌊h/s⌋, ⌊w/s⌋], and its transpose, the sum over blocks of s × s.</summary>
public sealed class UpsampleTests : OperationTests<UpsampleTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Larger(2, [2, 3, 4, 5]),
        Larger(3, [1, 2, 3, 2]),
        Larger(1, [2, 1, 3, 4]),
        Smaller(2, [2, 3, 1, 2]),
        Smaller(3, [1, 2, 3, 2]),
    ];

    private static OperationCase Larger(int scale, int[] shape) => new(
        $"Upsample [{string.Join(", ", shape)}] by {scale}",
        [Input.Signed(shape)],
        x => x[0].Upsample(scale),
        x => Array([shape[0], shape[1], shape[2] * scale, shape[3] * scale], y => At(x[0], shape, y[0], y[1], y[2] / scale, y[3] / scale)))
    {
        Methods = [nameof(TensorOperations.Upsample)],
        Terms = scale * scale,
    };

    private static OperationCase Smaller(int scale, int[] result)
    {
        int[] shape = [result[0], result[1], result[2] * scale, result[3] * scale];
        return new OperationCase(
            $"BlockSum to [{string.Join(", ", result)}] by {scale}",
            [Input.Signed(shape)],
            x => x[0].BlockSum(scale),
            x => Array(result, y => Enumerable.Range(0, scale * scale).Sum(k => At(x[0], shape, y[0], y[1], y[2] * scale + k / scale, y[3] * scale + k % scale))))
        {
            Methods = [nameof(TensorOperations.BlockSum)],
            Terms = scale * scale,
        };
    }
}
