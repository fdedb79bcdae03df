using ScratchGan.Engine.Operations;

namespace ScratchGan.Engine.Layers;

/// <summary>Nearest-neighbour enlargement of images [N, C, H, W] by a whole factor.</summary>
public sealed class Upsample(int scale) : Module
{
    public override Tensor Forward(Tensor x) => x.Upsample(scale);

    public override LayerInfo Describe(Shape input) => input.Rank == 4
        ? new LayerInfo(new Shape(input[0], input[1], input[2] * scale, input[3] * scale), 0)
        : throw new ArgumentException($"{this} needs images [N, C, H, W], found {input}");

    public override string ToString() => $"Upsample({scale})";
}
