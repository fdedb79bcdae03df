using ScratchGan.Engine;
using ScratchGan.Gan.Augmentation;
using Xunit;

namespace ScratchGan.Tests.Gan.Augmentation;

public sealed class TranslationFactsTests
{
    [Theory]
    [InlineData(8, 1)]
    [InlineData(16, 2)]
    [InlineData(31, 2)]
    [InlineData(32, 4)]
    [InlineData(64, 8)]
    public void The_reach_is_the_largest_power_of_two_within_an_eighth_of_the_side(int side, int reach) => Assert.Equal(reach, Translation.Reach(side));

    /// <summary>2,048 images, each with one bright pixel in the middle: where it goes, and how often, with four standard errors of a binomial.</summary>
    [Fact]
    public void Every_move_within_the_reach_is_equally_likely()
    {
        const int images = 2_048, side = 16, middle = 8;
        using Device device = Device.Cpu(threads: 1);
        float[] pixels = new float[images * side * side];
        for (int n = 0; n < images; n++)
            pixels[(n * side + middle) * side + middle] = 1f;
        float[] moved = new Translation().Of(Tensor.From(device, pixels, new Shape(images, 1, side, side)), new RandomSource(seed: 3, stream: 0)).ToArray();
        int[] counts = new int[16];
        for (int i = 0; i < moved.Length; i++)
            if (moved[i] != 0)
                counts[(i / side % side - middle + 1) * 4 + i % side - middle + 1]++;
        Assert.Equal(images, counts.Sum());
        Assert.All(counts, count => Assert.InRange(count, 128 - 4 * 11, 128 + 4 * 11));
    }

    [Fact]
    public void An_augmented_discriminator_sees_the_image_itself_in_evaluation()
    {
        using Device device = Device.Cpu(threads: 1);
        var random = new RandomSource(seed: 3, stream: 0);
        using var augmented = new Augmented(new ScratchGan.Engine.Layers.Flatten(), DiffAugment.Standard(), random);
        augmented.Initialize(device, new RandomSource(seed: 1, stream: 0));
        Tensor x = new RandomSource(seed: 4, stream: 0).Normal(device, new Shape(2, 3, 8, 8));
        Assert.NotEqual(x.ToArray(), augmented.Forward(x).ToArray());
        Assert.NotEqual(0UL, random.Position);
        augmented.Evaluate();
        Assert.Equal(x.ToArray(), augmented.Forward(x).ToArray());
    }
}
