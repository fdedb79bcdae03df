using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

public static partial class Conv2d
{
    /// <summary>First version: one thread a result, the formula as it stands; every number comes from global memory, two for each multiply-add.</summary>
    public static void RunNaive(GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> x, ArrayView<float> w, ArrayView<float> y) =>
        context.Launch(NaiveKernel, GpuContext.ForEach(y.IntLength), new ConvolutionSizes(geometry), x, w, y);

    private static void NaiveKernel(ConvolutionSizes s, ArrayView<float> x, ArrayView<float> w, ArrayView<float> y)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= y.IntLength)
            return;
        int row = s.Q.Divide(index);
        int q = s.Q.Remainder(index, row);
        int plane = s.P.Divide(row);
        int p = s.P.Remainder(row, plane);
        int n = s.F.Divide(plane);
        int f = s.F.Remainder(plane, n);
        int firstChannel = s.FiltersPerGroup.Divide(f) * s.ChannelsPerGroup.Divisor;
        float sum = 0;
        for (int c = 0; c < s.ChannelsPerGroup.Divisor; c++)
            for (int i = 0; i < s.I.Divisor; i++)
                for (int j = 0; j < s.J.Divisor; j++)
                {
                    int h = s.Stride.Divisor * p + s.Dilation * i - s.Padding;
                    int v = s.Stride.Divisor * q + s.Dilation * j - s.Padding;
                    if (h >= 0 && h < s.H.Divisor && v >= 0 && v < s.W.Divisor)
                        sum += x[s.BigImage(n, firstChannel + c, h, v)] * w[s.Weight(f, c, i, j)];
                }
        y[index] = sum;
    }
}
