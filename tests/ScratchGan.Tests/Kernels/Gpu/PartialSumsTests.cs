using ILGPU;
using ScratchGan.Kernels.Gpu.Products;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

[Collection(GpuTests.Name)]
public sealed class PartialSumsTests(GpuUnderTest gpu)
{
    /// <summary>Lengths around a group's 128 results, with one to three left over; fewer parts than slices, and more than load together.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(6, 7)]
    [InlineData(128, 8)]
    [InlineData(129, 33)]
    [InlineData(259, 100)]
    public void Parts_are_added(int length, int count)
    {
        int pitch = PartialSums.Pitch(length);
        float[] parts = new float[count * pitch];
        Array.Fill(parts, float.NaN);
        float[] expected = new float[length];
        for (int part = 0; part < count; part++)
            for (int i = 0; i < length; i++)
                expected[i] += parts[part * pitch + i] = (part * 31 + i * 7) % 64;
        ArrayView<float> y = gpu.Room(length);
        PartialSums.Run(gpu.Context, gpu.Upload(parts), count, y);
        Assert.Equal(expected, gpu.Download(y));
    }
}
