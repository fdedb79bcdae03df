using ScratchGan.Kernels.Gpu.Products;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

public sealed class PhaseAxisTests
{
    /// <summary>For every pixel, the taps that reach it and the pixels they read are those of the definition, s·p + d·i − a = h.</summary>
    [Theory]
    [InlineData(9, 3, 1, 1, 1)]
    [InlineData(11, 4, 2, 1, 1)]
    [InlineData(14, 5, 3, 2, 1)]
    [InlineData(15, 2, 4, 0, 1)]
    [InlineData(13, 4, 2, 3, 2)]
    [InlineData(17, 5, 4, 3, 2)]
    [InlineData(19, 7, 6, 5, 4)]
    [InlineData(12, 3, 4, 1, 6)]
    [InlineData(2, 3, 3, 1, 5)]
    [InlineData(7, 1, 3, 2, 3)]
    public void The_taps_of_a_phase_are_those_that_hit_it(int size, int kernel, int stride, int padding, int dilation)
    {
        var axis = new PhaseAxis(size, kernel, stride, padding, dilation);
        Assert.Equal(Math.Min(stride, size), axis.Count);
        int pixels = 0;
        int most = 0;
        for (int residue = 0; residue < axis.Count; residue++)
        {
            AxisPhase phase = axis.At(residue);
            pixels += phase.Positions.Divisor;
            most = Math.Max(most, phase.Taps);
            if (phase.Taps > 0)
                Assert.Equal(phase.Taps, phase.TapDivisor.Divisor);
            for (int u = 0; u < phase.Positions.Divisor; u++)
                Assert.Equal(
                    Defined(stride * u + residue, kernel, stride, padding, dilation),
                    Enumerable.Range(0, phase.Taps).Select(t => (phase.FirstTap + t * axis.TapStep, u + phase.FirstRead - t * axis.ReadStep)));
        }
        Assert.Equal(size, pixels);
        Assert.InRange(most, 0, axis.MostTaps);
    }

    /// <summary>(i, p) of every tap whose pixel is an integer, inside the small image or not.</summary>
    private static IEnumerable<(int Tap, int Read)> Defined(int pixel, int kernel, int stride, int padding, int dilation)
    {
        for (int i = 0; i < kernel; i++)
            if ((pixel + padding - dilation * i) % stride == 0)
                yield return (i, (pixel + padding - dilation * i) / stride);
    }
}
