using CsCheck;
using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class ImageResizeTests
{
    [Theory]
    [InlineData(37, 53, 3, 16)]
    [InlineData(64, 20, 1, 33)]
    [InlineData(300, 301, 3, 7)]
    [InlineData(5, 9, 1, 64)]
    public void A_constant_stays_that_constant(int width, int height, int channels, int size)
    {
        byte[] planes = new byte[channels * size * size];
        ImageResize.ToSquare(Enumerable.Repeat((byte)201, width * height * channels).ToArray(), width, height, channels, size, planes);
        Assert.All(planes, level => Assert.Equal(201, level));
    }

    [Fact]
    public void The_same_size_copies_and_separates_the_channels()
    {
        byte[] interleaved = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        byte[] planes = new byte[12];
        ImageResize.ToSquare(interleaved, 2, 2, 3, 2, planes);
        Assert.Equal<byte>([1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12], planes);
    }

    /// <summary>Reduced by a whole factor the taps are symmetric about the output's centre, so a ramp stays the same ramp away from the edges.</summary>
    [Theory]
    [InlineData(96, 32)]
    [InlineData(64, 16)]
    [InlineData(30, 60)]
    public void A_ramp_stays_a_ramp(int side, int size)
    {
        byte[] ramp = new byte[side * side];
        for (int i = 0; i < ramp.Length; i++)
            ramp[i] = (byte)(2 * (i % side) + 7);
        byte[] result = new byte[size * size];
        ImageResize.ToSquare(ramp, side, side, 1, size, result);
        int edge = Math.Max(1, size / side);
        for (int y = 0; y < size; y++)
            for (int x = edge; x < size - edge; x++)
            {
                double expected = 2 * ((x + 0.5) * side / size - 0.5) + 7;
                Assert.InRange(result[y * size + x], expected - 0.51, expected + 0.51);   // rounding to a byte
            }
    }

    /// <summary>A checkerboard finer than the result can show becomes its mean, not a moiré.</summary>
    [Fact]
    public void Detail_too_fine_to_show_becomes_its_mean()
    {
        byte[] board = new byte[128 * 128];
        for (int i = 0; i < board.Length; i++)
            board[i] = (byte)((i / 128 + i) % 2 * 200);
        byte[] result = new byte[16 * 16];
        ImageResize.ToSquare(board, 128, 128, 1, 16, result);
        Assert.All(result, level => Assert.InRange(level, 98, 102));
    }

    /// <summary>Compared with the formula evaluated directly in double precision, two-dimensional sum and all.</summary>
    [Fact]
    public void Any_image_agrees_with_the_formula()
        => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 24], Gen.Int[0, 1 << 20]).Sample(AgreesWithTheFormula, iter: 200);

    private static void AgreesWithTheFormula(int width, int height, int size, int seed)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        byte[] planes = new byte[3 * size * size];
        ImageResize.ToSquare(pixels, width, height, 3, size, planes);
        for (int i = 0; i < planes.Length; i++)
        {
            double expected = Reference(pixels, width, height, size, i / (size * size), i / size % size, i % size);
            // ½ from rounding to a byte, 0.001 from some hundred float additions of values up to 255.
            Assert.InRange(planes[i], expected - 0.501, expected + 0.501);
        }
    }

    private static double Reference(byte[] pixels, int width, int height, int size, int channel, int y, int x)
    {
        int side = Math.Min(width, height), left = (width - side) / 2, top = (height - side) / 2;
        double sum = 0, total = 0;
        for (int j = 0; j < side; j++)
            for (int i = 0; i < side; i++)
            {
                double weight = Weight(i, x, side, size) * Weight(j, y, side, size);
                sum += weight * pixels[((top + j) * width + left + i) * 3 + channel];
                total += weight;
            }
        return sum / total;
    }

    private static double Weight(int source, int target, int side, int size)
    {
        double scale = (double)side / size;
        return Math.Max(0, 1 - Math.Abs(source + 0.5 - (target + 0.5) * scale) / Math.Max(1, scale));
    }
}
