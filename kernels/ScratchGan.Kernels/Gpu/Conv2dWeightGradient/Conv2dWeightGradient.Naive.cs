using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

public static partial class Conv2dWeightGradient
{
    /// <summary>
    /// First version: one thread a result, the formula as it stands. There are far fewer weights than pixels: few threads, and a long sum in each.
    /// </summary>
    public static void RunNaive(GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> x, ArrayView<float> g, ArrayView<float> dw) =>
        context.Launch(NaiveKernel, GpuContext.ForEach(dw.IntLength), new ConvolutionSizes(geometry), x, g, dw);

    private static void NaiveKernel(ConvolutionSizes s, ArrayView<float> x, ArrayView<float> g, ArrayView<float> dw)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= dw.IntLength)
            return;
        int row = s.J.Divide(index);
        int j = s.J.Remainder(index, row);
        int plane = s.I.Divide(row);
        int i = s.I.Remainder(row, plane);
        int f = s.ChannelsPerGroup.Divide(plane);
        int channel = s.FiltersPerGroup.Divide(f) * s.ChannelsPerGroup.Divisor + s.ChannelsPerGroup.Remainder(plane, f);
        float sum = 0;
        for (int n = 0; n < s.N; n++)
            for (int p = 0; p < s.P.Divisor; p++)
                for (int q = 0; q < s.Q.Divisor; q++)
                {
                    int h = s.Stride.Divisor * p + s.Dilation * i - s.Padding;
                    int v = s.Stride.Divisor * q + s.Dilation * j - s.Padding;
                    if (h >= 0 && h < s.H.Divisor && v >= 0 && v < s.W.Divisor)
                        sum += x[s.BigImage(n, channel, h, v)] * g[s.SmallImage(n, f, p, q)];
                }
        dw[index] = sum;
    }
}
