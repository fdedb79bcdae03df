using ScratchGan.Engine;
using ScratchGan.Gan.Augmentation;
using ScratchGan.Kernels.Random;
using ScratchGan.Tests.Engine.Operations;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Gan.Augmentation;

/// <summary>Every augmentation as a case: value, gradient and second gradient against double precision, the random numbers drawn by position on the host.</summary>
public sealed class AugmentationTests : OperationTests<AugmentationTests>, IOperationCases
{
    private const ulong Seed = 11;

    public static IEnumerable<OperationCase> Cases =>
    [
        Case("ColourChange", new ColourChange(), [3, 3, 2, 4], Coloured),
        Case("ColourChange of grey images", new ColourChange(), [2, 1, 3, 4], Coloured),
        Case("Translation", new Translation(), [3, 2, 16, 9], Moved),
        Case("Cutout", new Cutout(), [3, 2, 8, 6], Cut),
        Case("Flip", new Flip(), [5, 2, 2, 12], Flipped),
        Case("Flip and Cutout", new DiffAugment(new Flip(), new Cutout()), [4, 1, 4, 6], (x, shape, u) => Cut(Flipped(x, shape, u), shape, u)),
    ];

    private static OperationCase Case(string name, IAugmentation augmentation, int[] shape, Func<double[], int[], Func<int, double[]>, double[]> reference) => new(
        $"{name} [{string.Join(", ", shape)}]",
        [Input.Signed(shape)],
        x => augmentation.Of(x[0], new RandomSource(Seed, stream: 5)),
        x =>
        {
            var draws = new PhiloxSequence(Seed, stream: 5);
            return reference(x[0], shape, count => [.. Enumerable.Range(0, count).Select(_ => (double)draws.NextUniform())]);
        })
    {
        Terms = shape[1] * shape[2] * shape[3],
    };

    private static double[] Coloured(double[] x, int[] shape, Func<int, double[]> draw)
    {
        (int values, int area) = (shape[1] * shape[2] * shape[3], shape[2] * shape[3]);
        double[] brightness = draw(shape[0]), saturation = shape[1] > 1 ? draw(shape[0]) : [], contrast = draw(shape[0]);
        double[] y = [.. x.Select((value, i) => value + brightness[i / values] - 0.5)];
        if (shape[1] > 1)
            y = [.. y.Select((value, i) =>
            {
                double mean = Enumerable.Range(0, shape[1]).Average(c => y[i / values * values + c * area + i % area]);
                return mean + 2 * saturation[i / values] * (value - mean);
            })];
        double[] means = [.. y.Chunk(values).Select(image => image.Average())];
        return [.. y.Select((value, i) => means[i / values] + (contrast[i / values] + 0.5) * (value - means[i / values]))];
    }

    /// <summary>Rows first; a set digit moves the window, and so the image the other way.</summary>
    private static double[] Moved(double[] x, int[] shape, Func<int, double[]> draw)
    {
        int[][] moves = [.. new[] { 2, 3 }.Select(axis =>
        {
            int[] at = new int[shape[0]];
            for (int step = Translation.Reach(shape[axis]); step >= 1; step /= 2)
                at = [.. at.Zip(draw(shape[0]), (sum, u) => sum + (u >= 0.5 ? step : 0))];
            return at.Select(value => value - Translation.Reach(shape[axis])).ToArray();
        })];
        return Array(shape, y =>
        {
            (int h, int w) = (y[2] + moves[0][y[0]], y[3] + moves[1][y[0]]);
            return h >= 0 && h < shape[2] && w >= 0 && w < shape[3] ? At(x, shape, y[0], y[1], h, w) : 0;
        });
    }

    private static double[] Cut(double[] x, int[] shape, Func<int, double[]> draw)
    {
        double[] rows = draw(shape[0]), columns = draw(shape[0]);
        return Array(shape, y =>
            Math.Abs((y[2] + 0.5) / shape[2] - rows[y[0]]) < 0.25 && Math.Abs((y[3] + 0.5) / shape[3] - columns[y[0]]) < 0.25 ? 0 : At(x, shape, y));
    }

    private static double[] Flipped(double[] x, int[] shape, Func<int, double[]> draw)
    {
        double[] toss = draw(shape[0]);
        return Array(shape, y => At(x, shape, y[0], y[1], y[2], toss[y[0]] >= 0.5 ? shape[3] - 1 - y[3] : y[3]));
    }
}
