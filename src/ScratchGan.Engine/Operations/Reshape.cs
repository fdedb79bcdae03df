namespace ScratchGan.Engine.Operations;

/// <summary>The same elements under another shape; no copy is made. x̄ = Reshape(u) back.</summary>
internal sealed class Reshape : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [];

    protected override Tensor CreateOutput(Shape shape) => Inputs[0].View(shape, 0);

    protected override void Forward()
    {
    }

    protected override Tensor?[] Backward(Tensor u) => [u.Reshape(Inputs[0].Shape)];
}

public static partial class TensorOperations
{
    /// <summary>The same elements under another shape of the same element count.</summary>
    public static Tensor Reshape(this Tensor x, Shape shape) => x.Shape.Count == shape.Count
        ? new Reshape().Apply(shape, x)
        : throw new ArgumentException($"Reshape: {x.Shape} has {x.Shape.Count} elements, {shape} has {shape.Count}");

    /// <inheritdoc cref="Reshape(Tensor, Shape)"/>
    public static Tensor Reshape(this Tensor x, params ReadOnlySpan<int> dimensions) => x.Reshape(new Shape(dimensions));
}
