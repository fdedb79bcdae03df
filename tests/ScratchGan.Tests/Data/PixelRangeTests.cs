using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class PixelRangeTests
{
    [Fact]
    public void Every_byte_survives_the_way_to_numbers_and_back()
    {
        for (int level = 0; level < 256; level++)
        {
            float value = PixelRange.ToFloat((byte)level);
            Assert.Equal((float)(level / 127.5 - 1), value);
            Assert.Equal((byte)level, PixelRange.ToByte(value));
        }
        Assert.Equal(-1f, PixelRange.ToFloat(0));
        Assert.Equal(1f, PixelRange.ToFloat(255));
    }

    [Theory]
    [InlineData(-1.5f, 0)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(1.0001f, 255)]
    [InlineData(float.PositiveInfinity, 255)]
    [InlineData(float.NaN, 0)]
    [InlineData(0.003f, 128)]   // (1.003)·127.5 = 127.88
    [InlineData(-0.005f, 127)]  // (0.995)·127.5 = 126.86
    public void Numbers_are_clipped_and_rounded_to_the_nearest_byte(float value, byte expected) => Assert.Equal(expected, PixelRange.ToByte(value));
}
