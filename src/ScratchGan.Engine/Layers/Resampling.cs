using ScratchGan.Engine.Operations;

namespace ScratchGan.Engine.Layers;

/// <summary>Enlargement of images [N, C, H, W] to twice the side with the filter of bilinear interpolation.</summary>
public sealed class BilinearUp : Module
{
    public override Tensor Forward(Tensor x) => x.BilinearUp();

    public override LayerInfo Describe(Shape input) => input.Rank == 4
        ? new LayerInfo(new Shape(input[0], input[1], 2 * input[2], 2 * input[3]), Resampling.Flops(input))
        : throw new ArgumentException($"{this} needs images [N, C, H, W], found {input}");

    public override string ToString() => "BilinearUp";
}

/// <summary>Reduction of images [N, C, 2H, 2W] to half the side, the same filter first.</summary>
public sealed class BilinearDown : Module
{
    public override Tensor Forward(Tensor x) => x.BilinearDown();

    public override LayerInfo Describe(Shape input)
    {
        if (input.Rank != 4 || input[2] % 2 != 0 || input[3] % 2 != 0)
            throw new ArgumentException($"{this} needs images [N, C, H, W] of an even height and width, found {input}");
        var output = new Shape(input[0], input[1], input[2] / 2, input[3] / 2);
        return new LayerInfo(output, Resampling.Flops(output));
    }

    public override string ToString() => "BilinearDown";
}

/// <summary>The mean of each block of scale × scale pixels.</summary>
public sealed class AveragePool(int scale) : Module
{
    public override Tensor Forward(Tensor x) => x.AveragePool(scale);

    public override LayerInfo Describe(Shape input) => input.Rank == 4 && input[2] % scale == 0 && input[3] % scale == 0
        ? new LayerInfo(new Shape(input[0], input[1], input[2] / scale, input[3] / scale), 0)
        : throw new ArgumentException($"{this} needs images [N, C, H, W] with sides divisible by {scale}, found {input}");

    public override string ToString() => $"AveragePool({scale})";
}

file static class Resampling
{
    /// <summary>Of the filter itself, a 2 × 2 box at 3 × 3 places.</summary>
    private const int Filter = 2 * 9 * 4;

    /// <summary>Nine taps for each pixel of the smaller image.</summary>
    public static double Flops(Shape small) => 18.0 * small.Count + Filter;
}
