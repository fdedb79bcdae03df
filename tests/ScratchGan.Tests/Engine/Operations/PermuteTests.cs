using ScratchGan.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>y[i_axes[0], i_axes[1], …] = x[i₀, i₁, …].</summary>
public sealed class PermuteTests : OperationTests<PermuteTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Permuted([3, 5], 1, 0),
        Permuted([2, 3, 4], 2, 0, 1),
        Permuted([2, 3, 4, 5], 0, 2, 3, 1),
        Permuted([4, 3], 0, 1),
    ];

    private static OperationCase Permuted(int[] shape, params int[] axes) => new(
        $"Permute [{string.Join(", ", shape)}] to axes {string.Join(", ", axes)}",
        [Input.Signed(shape)],
        x => x[0].Permute(axes),
        x => Array([.. axes.Select(axis => shape[axis])], index =>
        {
            int[] place = new int[axes.Length];
            for (int k = 0; k < axes.Length; k++)
                place[axes[k]] = index[k];
            return At(x[0], shape, place);
        }))
    {
        Methods = [nameof(TensorOperations.Permute)],
    };
}
