using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Augmentation;

/// <summary>What augmentations are made of: numbers and coin tosses an image, and coordinates, all made on the device.</summary>
internal static class Chance
{
    /// <summary>A number uniform in [0, 1) for each image: [N, 1, 1, 1].</summary>
    public static Tensor Uniform(Tensor images, RandomSource random) => random.Uniform(images.Device, new Shape(images.Shape[0], 1, 1, 1));

    /// <summary>0 or 1 for each image, equally likely.</summary>
    public static Tensor Toss(Tensor images, RandomSource random) => AtLeast(Uniform(images, random), 0.5f);

    /// <summary>1 where u ≥ limit, 0 elsewhere, for a limit in [0, 1).</summary>
    public static Tensor AtLeast(Tensor u, float limit) => Tensor.Filled(u.Device, 1f - limit, u.Shape).Dropout(u, limit);

    /// <summary>0, 1, …, count − 1: a row is doubled until it is long enough.</summary>
    public static Tensor Count(Device device, int count)
    {
        Tensor row = Tensor.Zeros(device, new Shape(1));
        for (int length = 1; length < count; length *= 2)
            row = TensorOperations.Concatenate([row, row + length], axis: 0);
        return row.Slice(0, 0, count);
    }
}
