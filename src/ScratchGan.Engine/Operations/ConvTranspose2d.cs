using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// x[n, c, h, v] = Σ g[n, f, p, q] · w[f, c, i, j] over s·p + d·i − a = h, s·q + d·j − a = v: T(x, w, g) of <see cref="ConvolutionGeometry"/> without its
/// slot x.
/// <para>ḡ = Conv2d(u, w), w̄ = Conv2dWeightGradient(u, g).</para>
/// </summary>
internal sealed class ConvTranspose2d(ConvolutionGeometry geometry) : Operation
{
    public override double Flops => geometry.Flops;

    protected override void Forward() => Backend.ConvTranspose2d(geometry, Inputs[0].Data, Inputs[1].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) =>
    [
        Needed(0) ? u.Conv2d(Inputs[1], geometry) : null,
        Needed(1) ? u.Conv2dWeightGradient(Inputs[0], geometry, Place(1)) : null,
    ];
}

public static partial class TensorOperations
{
    /// <summary>
    /// Transposed convolution of g [N, F, P, Q] with w [F, C/groups, I, J]: [N, C, H, W]. The weight keeps the layout of the convolution it transposes.
    /// </summary>
    public static Tensor ConvTranspose2d(
        this Tensor g, Tensor w, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int outputPadding = 0)
    {
        if (g.Shape.Rank != 4 || w.Shape.Rank != 4 || g.Shape[1] != w.Shape[0])
            throw new ArgumentException($"ConvTranspose2d: needs images [N, F, P, Q] and filters [F, C/groups, I, J], found {g.Shape} and {w.Shape}");
        return g.ConvTranspose2d(w, ConvolutionGeometry.Transposed(
            g.Shape[0], g.Shape[1], g.Shape[2], g.Shape[3], w.Shape[1] * groups, w.Shape[2], w.Shape[3], stride, padding, dilation, groups, outputPadding));
    }

    internal static Tensor ConvTranspose2d(this Tensor g, Tensor w, ConvolutionGeometry geometry) =>
        new ConvTranspose2d(geometry).Apply(new Shape(geometry.N, geometry.C, geometry.H, geometry.W), g, w);
}
