using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Scalar;

// n image; c, h, v channel, row and column of the big image x; f, p, q filter, row and column of the small image; i, j row and column of the kernel;
// s stride, a padding, d dilation; N C H W F P Q I J the sizes, as in ConvolutionGeometry.
// P, Q, I, J are called p1, q1, i1, j1 in the loops.

/// <summary>
/// x[n, c, h, v] = Σ g[n, f, p, q] · w[f, c, i, j] over f p q i j with s·p + d·i − a = h and s·q + d·j − a = v: ∂T/∂x of <see cref="ConvolutionGeometry"/>.
/// Each term is added where it lands; pixels that no term reaches stay 0. The first rung of the ladder.
/// </summary>
public static unsafe class ConvTranspose2d
{
    public static void Run(in ConvolutionGeometry geometry, float* g, float* w, float* x)
    {
        (int images, int channels, int height, int width, int filters, int p1, int q1, int i1, int j1, int stride, int padding, int dilation, _) = geometry;
        for (long pixel = 0; pixel < (long)images * channels * height * width; pixel++)
            x[pixel] = 0;
        for (int n = 0; n < images; n++)
            for (int f = 0; f < filters; f++)
                for (int c = 0; c < geometry.ChannelsPerGroup; c++)
                {
                    int channel = f / geometry.FiltersPerGroup * geometry.ChannelsPerGroup + c;
                    for (int p = 0; p < p1; p++)
                        for (int q = 0; q < q1; q++)
                            for (int i = 0; i < i1; i++)
                                for (int j = 0; j < j1; j++)
                                {
                                    int h = stride * p + dilation * i - padding;
                                    int v = stride * q + dilation * j - padding;
                                    if (h >= 0 && h < height && v >= 0 && v < width)
                                        x[(((long)n * channels + channel) * height + h) * width + v] +=
                                            g[(((long)n * filters + f) * p1 + p) * q1 + q]
                                            * w[(((long)f * geometry.ChannelsPerGroup + c) * i1 + i) * j1 + j];
                                }
                }
    }
}
