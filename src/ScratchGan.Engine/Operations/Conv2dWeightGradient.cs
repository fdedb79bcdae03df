using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// w[f, c, i, j] = Σ x[n, c, s·p + d·i − a, s·q + d·j − a] · g[n, f, p, q]: T(x, w, g) of <see cref="ConvolutionGeometry"/> without its slot w.
/// <para>x̄ = ConvTranspose2d(g, u), ḡ = Conv2d(x, u).</para>
/// </summary>
/// <param name="place">the memory to write to; null for new memory</param>
internal sealed class Conv2dWeightGradient(ConvolutionGeometry geometry, Tensor? place) : Operation
{
    public override double Flops => geometry.Flops;

    protected override Tensor CreateOutput(Shape shape) => place?.View(shape, 0) ?? base.CreateOutput(shape);

    protected override void Forward() => Backend.Conv2dWeightGradient(geometry, Inputs[0].Data, Inputs[1].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) =>
    [
        Needed(0) ? Inputs[1].ConvTranspose2d(u, geometry) : null,
        Needed(1) ? Inputs[0].Conv2d(u, geometry) : null,
    ];
}

public static partial class TensorOperations
{
    /// <summary>How T(x, w, g) changes with w, for images x [N, C, H, W] and g [N, F, P, Q]: [F, C/groups, I, J].</summary>
    public static Tensor Conv2dWeightGradient(this Tensor x, Tensor g, ConvolutionGeometry geometry) => x.Conv2dWeightGradient(g, geometry, place: null);

    internal static Tensor Conv2dWeightGradient(this Tensor x, Tensor g, ConvolutionGeometry geometry, Tensor? place)
    {
        var big = new Shape(geometry.N, geometry.C, geometry.H, geometry.W);
        var small = new Shape(geometry.N, geometry.F, geometry.P, geometry.Q);
        if (x.Shape != big || g.Shape != small)
            throw new ArgumentException($"Conv2dWeightGradient: needs images x {big} and g {small}, found {x.Shape} and {g.Shape}");
        return new Conv2dWeightGradient(geometry, place).Apply(new Shape(geometry.F, geometry.ChannelsPerGroup, geometry.I, geometry.J), x, g);
    }
}
