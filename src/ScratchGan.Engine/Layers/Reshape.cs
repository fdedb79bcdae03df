using ScratchGan.Engine.Operations;

namespace ScratchGan.Engine.Layers;

/// <summary>Gives each sample of [N, …] another shape, such as [C, H, W].</summary>
public sealed class Reshape(params int[] sample) : Module
{
    public override Tensor Forward(Tensor x) => x.Reshape(new Shape([x.Shape[0], .. sample]));

    public override LayerInfo Describe(Shape input)
    {
        var output = new Shape([input[0], .. sample]);
        return output.Count == input.Count ? new LayerInfo(output, 0) : throw new ArgumentException($"{this} does not fit {input}");
    }

    public override string ToString() => $"Reshape({string.Join(", ", sample)})";
}

/// <summary>[N, …] → [N, everything else].</summary>
public sealed class Flatten : Module
{
    public override Tensor Forward(Tensor x) => x.Reshape(x.Shape[0], x.Shape.Count / x.Shape[0]);

    public override LayerInfo Describe(Shape input) => new(new Shape(input[0], input.Count / input[0]), 0);

    public override string ToString() => "Flatten";
}
