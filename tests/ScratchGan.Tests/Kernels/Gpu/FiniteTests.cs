using ILGPU;
using ScratchGan.Kernels.Gpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

[Collection(GpuTests.Name)]
public sealed class FiniteTests(GpuUnderTest gpu)
{
    /// <summary>In the first and the last four, in the rest behind them, and where a thread comes round for the second time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(25_003)]
    public void The_first_value_that_is_not_finite_is_found_wherever_it_lies(int count)
    {
        float[] x = Numbers.Random(count, seed: 1);
        x[0] = float.MaxValue;
        x[^1] = float.Epsilon;
        ArrayView<float> view = gpu.Upload(x);
        Assert.Equal(-1, Finite.FirstNonFinite(gpu.Context, view));
        foreach (int at in new[] { 0, 3, 16, 18, 1024, 8191, 8192, 20_000, count - 1 }.Where(at => at < count))
            foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                Elementwise.Write(gpu.Context, [float.NaN], view.SubView(count - 1, 1));
                Elementwise.Write(gpu.Context, [value], view.SubView(at, 1));
                Assert.Equal(at, Finite.FirstNonFinite(gpu.Context, view));
                Elementwise.Write(gpu.Context, [0f], view.SubView(at, 1));
                Elementwise.Write(gpu.Context, [0f], view.SubView(count - 1, 1));
            }
    }

    [Fact]
    public void A_recording_refuses_to_search()
    {
        ArrayView<float> x = gpu.Room(5);
        gpu.Context.BeginRecording();
        InvalidOperationException? error = Record.Exception(() => Finite.FirstNonFinite(gpu.Context, x)) as InvalidOperationException;
        gpu.Context.EndRecording().Dispose();
        Assert.NotNull(error);
    }
}
