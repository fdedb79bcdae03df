using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Augmentation;

/// <summary>
/// Left and right exchanged in half of the images. A row of p·q pixels is reversed by reversing its p blocks and then the q pixels of each, so a side that is a
/// power of two takes a few exchanges of halves.
/// </summary>
public sealed class Flip : IAugmentation
{
    public Tensor Of(Tensor images, RandomSource random)
    {
        Tensor mirrored = Reversed(images);
        return images + Chance.Toss(images, random) * (mirrored - images);
    }

    /// <summary>[N, C, H, W] with every row read backwards.</summary>
    internal static Tensor Reversed(Tensor images)
    {
        Tensor x = images;
        int blocks = images.Shape.Count / images.Shape[3];
        for (int rest = images.Shape[3]; rest > 1;)
        {
            int parts = SmallestFactor(rest);
            rest /= parts;
            Tensor pieces = x.Reshape(blocks, parts, rest);
            x = TensorOperations.Concatenate([.. Enumerable.Range(0, parts).Reverse().Select(part => pieces.Slice(1, part, 1))], axis: 1);
            blocks *= parts;
        }
        return x.Reshape(images.Shape);
    }

    private static int SmallestFactor(int number)
    {
        int factor = 2;
        while (number % factor != 0)
            factor++;
        return factor;
    }
}
