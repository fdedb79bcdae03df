namespace ScratchGan.Tests.Gan.Penalties;

/// <summary>
/// Conv2d 2→3 (3×2, stride 2, padding 1) with bias, LayerNorm, LeakyReLU 0.2 and a dense layer on images of 2×5×4, in double precision and without any
/// derivative: the definition that nested differences are taken of. Parameters lie one after the other in the order of the engine's layers.
/// </summary>
internal static class SmallCritic
{
    public const int Channels = 2, Height = 5, Width = 4, Filters = 3, KernelHeight = 3, KernelWidth = 2, Stride = 2, Padding = 1;
    private const int OutputHeight = (Height + 2 * Padding - KernelHeight) / Stride + 1;
    private const int OutputWidth = (Width + 2 * Padding - KernelWidth) / Stride + 1;
    private const int Places = OutputHeight * OutputWidth;
    private const int Taps = Channels * KernelHeight * KernelWidth;
    private const double Epsilon = 1e-5, Slope = 0.2;

    public const int Hidden = Filters * Places;

    /// <summary>D(x), and how near the LeakyReLU's inputs come to its kink.</summary>
    public static (double Logit, double DistanceFromKink) Forward(double[] parameters, double[] x)
    {
        (double[] weight, double[] rest) = (parameters[..(Filters * Taps)], parameters[(Filters * Taps)..]);
        (double[] bias, double[] gamma, double[] beta) = (rest[..Filters], rest[Filters..(2 * Filters)], rest[(2 * Filters)..(3 * Filters)]);
        (double[] dense, double denseBias) = (rest[(3 * Filters)..^1], rest[^1]);
        double[] y = new double[Hidden];
        for (int f = 0; f < Filters; f++)
            for (int place = 0; place < Places; place++)
                y[f * Places + place] = bias[f] + Correlate(weight, x, f, place / OutputWidth, place % OutputWidth);
        double mean = y.Average();
        double deviation = Math.Sqrt(y.Average(value => (value - mean) * (value - mean)) + Epsilon);
        double logit = denseBias;
        double distance = double.MaxValue;
        for (int k = 0; k < Hidden; k++)
        {
            double z = gamma[k / Places] * (y[k] - mean) / deviation + beta[k / Places];
            distance = Math.Min(distance, Math.Abs(z));
            logit += dense[k] * (z > 0 ? z : Slope * z);
        }
        return (logit, distance);
    }

    private static double Correlate(double[] weight, double[] x, int f, int p, int q)
    {
        double sum = 0;
        for (int c = 0; c < Channels; c++)
            for (int i = 0; i < KernelHeight; i++)
                for (int j = 0; j < KernelWidth; j++)
                {
                    int row = Stride * p + i - Padding, column = Stride * q + j - Padding;
                    if (row is >= 0 and < Height && column is >= 0 and < Width)
                        sum += x[(c * Height + row) * Width + column] * weight[((f * Channels + c) * KernelHeight + i) * KernelWidth + j];
                }
        return sum;
    }
}
