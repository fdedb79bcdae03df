using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>Grids are drawn by the averaged generator in evaluation mode, where no image knows of its neighbours.</summary>
public sealed class GridTests
{
    private const int Grid = 64;

    [Theory]
    [InlineData(16, 1, 32, 1)]
    [InlineData(16, 3, 7, 2)]
    [InlineData(32, 1, 32, 2)]
    [InlineData(32, 3, 9, 1)]
    public void Image_k_of_a_grid_is_bit_equal_to_the_same_latent_generated_alone(int imageSize, int channels, int features, int threads)
    {
        using var device = Device.Cpu(threads);
        var sizes = new DcganSizes(imageSize, channels, features, Latent: 20);
        var random = new RandomSource(seed: 8, stream: 0);
        Module trained = Dcgan.Generator(sizes);
        Module copy = Dcgan.Generator(sizes);
        trained.Initialize(device, random);
        copy.Initialize(device, random);
        var average = new ExponentialMovingAverage(copy, trained, 0.9f);
        // Two training batches, so that the running statistics are no longer 0 and 1.
        for (int step = 1; step <= 2; step++)
        {
            trained.Forward(random.Normal(device, new Shape(6, sizes.Latent, 1, 1)));
            average.Update(() => step);
        }
        float[] latents = new float[Grid * sizes.Latent];
        random.FillNormal(latents);
        float[][] grid = [.. Generate(latents).Chunk(channels * imageSize * imageSize)];
        Assert.Equal(Grid, grid.Length);
        Assert.NotEqual(grid[0], grid[1]);
        foreach (int k in (int[])[0, 1, 7, 30, 63])
            Assert.Equal(Bits(grid[k]), Bits(Generate(latents[(k * sizes.Latent)..((k + 1) * sizes.Latent)])));

        float[] Generate(float[] z)
        {
            using var scope = new TensorScope(device);
            return average.Average.Forward(Tensor.From(device, z, new Shape(z.Length / sizes.Latent, sizes.Latent, 1, 1))).ToArray();
        }

        static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);
    }
}
