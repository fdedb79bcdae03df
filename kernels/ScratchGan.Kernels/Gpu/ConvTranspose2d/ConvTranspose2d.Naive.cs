using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

public static partial class ConvTranspose2d
{
    /// <summary>
    /// First version: one thread a result, which looks for the terms that land on its pixel: at every tap it asks whether the stride divides, and with stride s
    /// the answer is no for all but one in s² of them.
    /// </summary>
    public static void RunNaive(GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> g, ArrayView<float> w, ArrayView<float> x) =>
        context.Launch(NaiveKernel, GpuContext.ForEach(x.IntLength), new ConvolutionSizes(geometry), g, w, x);

    private static void NaiveKernel(ConvolutionSizes s, ArrayView<float> g, ArrayView<float> w, ArrayView<float> x)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= x.IntLength)
            return;
        int row = s.W.Divide(index);
        int v = s.W.Remainder(index, row);
        int plane = s.H.Divide(row);
        int h = s.H.Remainder(row, plane);
        int n = s.C.Divide(plane);
        int channel = s.C.Remainder(plane, n);
        int group = s.ChannelsPerGroup.Divide(channel);
        int c = s.ChannelsPerGroup.Remainder(channel, group);
        float sum = 0;
        for (int i = 0; i < s.I.Divisor; i++)
            for (int j = 0; j < s.J.Divisor; j++)
            {
                // s·p and s·q; negative for pixels before the first position.
                int down = h + s.Padding - s.Dilation * i;
                int right = v + s.Padding - s.Dilation * j;
                if (down < 0 || right < 0)
                    continue;
                int p = s.Stride.Divide(down);
                int q = s.Stride.Divide(right);
                if (p >= s.P.Divisor || q >= s.Q.Divisor || s.Stride.Remainder(down, p) != 0 || s.Stride.Remainder(right, q) != 0)
                    continue;
                for (int f = group * s.FiltersPerGroup.Divisor; f < (group + 1) * s.FiltersPerGroup.Divisor; f++)
                    sum += g[s.SmallImage(n, f, p, q)] * w[s.Weight(f, c, i, j)];
            }
        x[index] = sum;
    }
}
