using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Augmentation;

/// <summary>
/// A move by whole pixels along each axis, with 0 where nothing was (Zhao et al. 2020 move by up to an eighth of the side): uniform in 1 − r … r, r the largest
/// power of two within an eighth. The image is given a border of r, and the place of a window in it is decided digit by digit in base 2: a coin for each digit
/// chooses between two windows that lie 2ᵇ apart. Every step is a slice or a sum, so derivatives of any order are there.
/// </summary>
public sealed class Translation : IAugmentation
{
    private const int Part = 8;

    public Tensor Of(Tensor images, RandomSource random) => Along(3, Along(2, images, random), random);

    /// <summary>r of a side.</summary>
    public static int Reach(int side)
    {
        int reach = 1;
        while (2 * reach * Part <= side)
            reach *= 2;
        return reach;
    }

    private static Tensor Along(int axis, Tensor x, RandomSource random)
    {
        int reach = Reach(x.Shape[axis]);
        Tensor window = x.Pad(axis, reach, reach - 1);
        for (int step = reach; step >= 1; step /= 2)
        {
            int length = window.Shape[axis] - step;
            Tensor near = window.Slice(axis, 0, length), far = window.Slice(axis, step, length);
            window = near + Chance.Toss(x, random) * (far - near);
        }
        return window;
    }
}
