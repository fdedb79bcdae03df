using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// y[n, f, p, q] = Σ x[n, c, s·p + d·i − a, s·q + d·j − a] · w[f, c, i, j]: T(x, w, g) of <see cref="ConvolutionGeometry"/> without its slot g.
/// <para>x̄ = ConvTranspose2d(u, w), w̄ = Conv2dWeightGradient(x, u).</para>
/// </summary>
internal sealed class Conv2d(ConvolutionGeometry geometry) : Operation
{
    public override double Flops => geometry.Flops;

    protected override void Forward() => Backend.Conv2d(geometry, Inputs[0].Data, Inputs[1].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) =>
    [
        Needed(0) ? u.ConvTranspose2d(Inputs[1], geometry) : null,
        Needed(1) ? Inputs[0].Conv2dWeightGradient(u, geometry, Place(1)) : null,
    ];
}

public static partial class TensorOperations
{
    /// <summary>Convolution of images x [N, C, H, W] with filters w [F, C/groups, I, J]: [N, F, P, Q].</summary>
    public static Tensor Conv2d(this Tensor x, Tensor w, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
    {
        if (x.Shape.Rank != 4 || w.Shape.Rank != 4 || x.Shape[1] != w.Shape[1] * groups)
            throw new ArgumentException($"Conv2d: needs images [N, C, H, W] and filters [F, C/groups, I, J], found {x.Shape}, {w.Shape} and {groups} groups");
        return x.Conv2d(w, ConvolutionGeometry.Forward(
            x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], w.Shape[0], w.Shape[2], w.Shape[3], stride, padding, dilation, groups));
    }

    internal static Tensor Conv2d(this Tensor x, Tensor w, ConvolutionGeometry geometry) =>
        new Conv2d(geometry).Apply(new Shape(geometry.N, geometry.F, geometry.P, geometry.Q), x, w);
}
