namespace ScratchGan.Tests.Gan.Models.Reference;

/// <summary>Convolutions and resampling of images [N, C, H, W] in loops over doubles. Outside an image is 0.</summary>
internal static class PlainImages
{
    /// <summary>y[n, f, p, q] = Σ x[n, c, s·p + i − a, s·q + j − a] · w[f, c, i, j], c within f's group; w is [F, C/groups, I, J].</summary>
    public static PlainTensor Conv2d(this PlainTensor x, PlainTensor w, int stride, int padding, int groups)
    {
        if (w.Shape[1] * groups != x.Shape[1])
            throw new ArgumentException($"a weight for {w.Shape[1]} channels a group, images of {x.Shape[1]} in {groups} groups");
        (int height, int width) = (x.Shape[2], x.Shape[3]);
        int[] shape = [x.Shape[0], w.Shape[0], (height + 2 * padding - w.Shape[2]) / stride + 1, (width + 2 * padding - w.Shape[3]) / stride + 1];
        double[] y = new double[shape.Aggregate(1, (product, side) => product * side)];
        int at = 0;
        for (int n = 0; n < shape[0]; n++)
            for (int f = 0; f < shape[1]; f++)
                for (int p = 0; p < shape[2]; p++)
                    for (int q = 0; q < shape[3]; q++, at++)
                        for (int c = 0; c < w.Shape[1]; c++)
                            for (int i = 0; i < w.Shape[2]; i++)
                                for (int j = 0; j < w.Shape[3]; j++)
                                {
                                    (int row, int column) = (stride * p + i - padding, stride * q + j - padding);
                                    if (row >= 0 && row < height && column >= 0 && column < width)
                                        y[at] += x.Values[((n * x.Shape[1] + f / (shape[1] / groups) * w.Shape[1] + c) * height + row) * width + column]
                                            * w.Values[((f * w.Shape[1] + c) * w.Shape[2] + i) * w.Shape[3] + j];
                                }
        return new PlainTensor(y, shape);
    }

    /// <summary>y[n, c, s·p + i − a, s·q + j − a] += x[n, f, p, q] · w[f, c, i, j].</summary>
    public static PlainTensor ConvTranspose2d(this PlainTensor x, PlainTensor w, int stride, int padding)
    {
        int[] shape = [x.Shape[0], w.Shape[1], Side(x.Shape[2], w.Shape[2]), Side(x.Shape[3], w.Shape[3])];
        double[] y = new double[shape.Aggregate(1, (product, side) => product * side)];
        int at = 0;
        for (int n = 0; n < shape[0]; n++)
            for (int f = 0; f < x.Shape[1]; f++)
                for (int p = 0; p < x.Shape[2]; p++)
                    for (int q = 0; q < x.Shape[3]; q++, at++)
                        for (int c = 0; c < shape[1]; c++)
                            for (int i = 0; i < w.Shape[2]; i++)
                                for (int j = 0; j < w.Shape[3]; j++)
                                {
                                    (int row, int column) = (stride * p + i - padding, stride * q + j - padding);
                                    if (row >= 0 && row < shape[2] && column >= 0 && column < shape[3])
                                        y[((n * shape[1] + c) * shape[2] + row) * shape[3] + column]
                                            += x.Values[at] * w.Values[((f * shape[1] + c) * w.Shape[2] + i) * w.Shape[3] + j];
                                }
        return new PlainTensor(y, shape);

        int Side(int side, int kernel) => stride * (side - 1) - 2 * padding + kernel;
    }

    /// <summary>y[h, w] = x[⌊h/2⌋, ⌊w/2⌋].</summary>
    public static PlainTensor NearestUp(this PlainTensor x) => Resampled(x, x.Shape[2] * 2, x.Shape[3] * 2, (at, h, w) => at(h / 2, w / 2));

    /// <summary>y[2p] = x[p] and y[2p + 1] = ½(x[p] + x[p + 1]) along both axes.</summary>
    public static PlainTensor BilinearUp(this PlainTensor x) => Resampled(x, x.Shape[2] * 2, x.Shape[3] * 2, (at, h, w) =>
        (at(h / 2, w / 2) + at((h + 1) / 2, w / 2) + at(h / 2, (w + 1) / 2) + at((h + 1) / 2, (w + 1) / 2)) / 4);

    /// <summary>y[p] = ¼(x[2p − 1] + 2x[2p] + x[2p + 1]) along both axes.</summary>
    public static PlainTensor BilinearDown(this PlainTensor x) => Resampled(x, x.Shape[2] / 2, x.Shape[3] / 2, (at, h, w) =>
    {
        return (Row(2 * h - 1) + 2 * Row(2 * h) + Row(2 * h + 1)) / 4;

        double Row(int row) => (at(row, 2 * w - 1) + 2 * at(row, 2 * w) + at(row, 2 * w + 1)) / 4;
    });

    /// <summary>The mean of each block of 2×2.</summary>
    public static PlainTensor AveragePool(this PlainTensor x) => Resampled(x, x.Shape[2] / 2, x.Shape[3] / 2, (at, h, w) =>
        (at(2 * h, 2 * w) + at(2 * h + 1, 2 * w) + at(2 * h, 2 * w + 1) + at(2 * h + 1, 2 * w + 1)) / 4);

    private static PlainTensor Resampled(PlainTensor x, int height, int width, Func<Func<int, int, double>, int, int, double> pixel)
    {
        double[] y = new double[x.Shape[0] * x.Shape[1] * height * width];
        for (int i = 0; i < y.Length; i++)
        {
            int plane = i / (height * width) * x.Places;
            y[i] = pixel(At, i / width % height, i % width);

            double At(int h, int w) => h >= 0 && h < x.Shape[2] && w >= 0 && w < x.Shape[3] ? x.Values[plane + h * x.Shape[3] + w] : 0;
        }
        return new PlainTensor(y, x.Shape[0], x.Shape[1], height, width);
    }
}
