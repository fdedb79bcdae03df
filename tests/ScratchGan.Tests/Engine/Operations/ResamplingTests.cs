using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using Xunit;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>Bilinear resampling in both directions, and means of blocks.</summary>
public sealed class ResamplingTests : OperationTests<ResamplingTests>, IOperationCases
{
    /// <summary>Shares of the pixels p − 1, p and p + 1, twice each.</summary>
    private static readonly double[] Triangle = [1, 2, 1];

    public static IEnumerable<OperationCase> Cases =>
    [
        Up([2, 3, 4, 5]),
        Up([1, 2, 1, 3]),
        Down([2, 3, 3, 2]),
        Down([1, 2, 1, 4]),
        Pool(2, [2, 3, 1, 2]),
        Pool(3, [1, 2, 3, 2]),
    ];

    [Fact]
    public void A_constant_image_stays_constant_away_from_the_lower_and_the_right_edge()
    {
        using Device device = Device.Cpu(threads: 1);
        float[] up = Tensor.Filled(device, 1f, new Shape(1, 1, 3, 3)).BilinearUp().ToArray();
        Assert.All(Enumerable.Range(0, 5).SelectMany(h => Enumerable.Range(0, 5).Select(w => up[h * 6 + w])), value => Assert.Equal(1f, value));
        float[] down = Tensor.Filled(device, 1f, new Shape(1, 1, 6, 6)).BilinearDown().ToArray();
        Assert.All(Enumerable.Range(1, 2).SelectMany(h => Enumerable.Range(1, 2).Select(w => down[h * 3 + w])), value => Assert.Equal(1f, value));
    }

    private static OperationCase Up(int[] shape) => new(
        $"BilinearUp [{string.Join(", ", shape)}]",
        [Input.Signed(shape)],
        x => x[0].BilinearUp(),
        // y[h] gathers x[p] with the share triangle[h + 1 − 2p]/2 along each axis.
        x => Array([shape[0], shape[1], 2 * shape[2], 2 * shape[3]], y => Sum(shape, (h, w) =>
            Share(y[2] + 1 - 2 * h) * Share(y[3] + 1 - 2 * w) / 4 * At(x[0], shape, y[0], y[1], h, w))))
    {
        Methods = [nameof(TensorOperations.BilinearUp)],
        Terms = 9,
    };

    private static OperationCase Down(int[] result)
    {
        int[] shape = [result[0], result[1], 2 * result[2], 2 * result[3]];
        return new OperationCase(
            $"BilinearDown to [{string.Join(", ", result)}]",
            [Input.Signed(shape)],
            x => x[0].BilinearDown(),
            x => Array(result, y => Sum(shape, (h, w) => Share(h + 1 - 2 * y[2]) * Share(w + 1 - 2 * y[3]) / 16 * At(x[0], shape, y[0], y[1], h, w))))
        {
            Methods = [nameof(TensorOperations.BilinearDown)],
            Terms = 9,
        };
    }

    private static OperationCase Pool(int scale, int[] result)
    {
        int[] shape = [result[0], result[1], result[2] * scale, result[3] * scale];
        return new OperationCase(
            $"AveragePool to [{string.Join(", ", result)}] by {scale}",
            [Input.Signed(shape)],
            x => x[0].AveragePool(scale),
            x => Array(result, y => Enumerable.Range(0, scale * scale).Average(k => At(x[0], shape, y[0], y[1], y[2] * scale + k / scale, y[3] * scale + k % scale))))
        {
            Methods = [nameof(TensorOperations.AveragePool)],
            Terms = scale * scale,
        };
    }

    private static double Share(int tap) => tap is >= 0 and < 3 ? Triangle[tap] : 0;

    private static double Sum(int[] shape, Func<int, int, double> term) =>
        Enumerable.Range(0, shape[2]).Sum(h => Enumerable.Range(0, shape[3]).Sum(w => term(h, w)));
}
