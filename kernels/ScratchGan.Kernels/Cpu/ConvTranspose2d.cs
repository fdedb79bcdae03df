using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Cpu.Winograd;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu;

// n image; c, h, v channel, row and column of the big image x; f, p, q filter, row and column of the small image; i, j row and column of the kernel;
// s stride, a padding, d dilation; N C H W F P Q I J the sizes, as in ConvolutionGeometry.

/// <summary>
/// x[n, c, h, v] = Σ g[n, f, p, q] · w[f, c, i, j] over f p q i j with s·p + d·i − a = h and s·q + d·j − a = v: ∂T/∂x of <see cref="ConvolutionGeometry"/>.
/// <para>
/// With h = s·u + ρ a tap i contributes when s divides ρ + a − d·i, and then reads row p = u + (ρ + a − d·i) / s. So the pixels of one residue (ρ, κ) are a
/// convolution of stride 1 with only the taps that hit them, and the s² residues together use each tap once: nothing is multiplied with an inserted zero.
/// As matrix products: x[c, (n, u, v)] = Σₖ w[k, c] · patch[k, (n, u, v)] with k = (f, taps of the residue), one for each residue and group.
/// </para>
/// </summary>
public static unsafe class ConvTranspose2d
{
    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* g, float* w, float* x)
    {
        if (geometry.IsMatMul)
        {
            // x[n, (c, i, j)] = Σ g[n, f] · w[f, (c, i, j)]
            MatMul.Run(context, new MatMulGeometry(geometry.N, geometry.Taps, geometry.F), g, w, x);
            return;
        }
        if (WinogradConvolution.Suits(geometry))
            WinogradConvolution.ConvTranspose2d(context, geometry, g, w, x);
        else if (geometry.ChannelsPerGroup <= ThinProduct.Rows)
            RunThin(context, geometry, g, w, x);
        else
            RunDirect(context, geometry, g, w, x);
    }

    /// <summary>The matrix product of the summary, for any geometry.</summary>
    internal static void RunDirect(CpuContext context, in ConvolutionGeometry geometry, float* g, float* w, float* x)
    {
        int area = geometry.I * geometry.J;
        int residues = Math.Min(geometry.Stride, geometry.H) * Math.Min(geometry.Stride, geometry.W);
        PatchPlanes planes = ConvolutionPlans.SmallImagePlanes(
            geometry, g, ConvolutionPlans.PositionsPerItem(geometry, (long)geometry.N * geometry.H * geometry.W / residues));
        int mostTaps = ConvolutionPlans.MostTaps(geometry);
        int filtersPerBlock = Math.Clamp(ProductPlan.Depth / mostTaps, 1, geometry.FiltersPerGroup);
        int depthBlocks = ProductPlan.Divide(geometry.FiltersPerGroup, filtersPerBlock);
        int maxDepth = filtersPerBlock * mostTaps;

        long tableLength = ConvolutionPlans.Aligned(TapTable.Length(residues, area));
        long packedLength = PackedWeights.Length(residues, geometry.Groups, geometry.ChannelsPerGroup, depthBlocks, maxDepth);
        float* shared = context.Workspace.Shared(tableLength + packedLength);
        TapTable taps = ConvolutionPlans.SmallImageTaps(geometry, planes, (int*)shared);
        var weights = new PackedWeights(shared + tableLength, geometry.Groups, geometry.ChannelsPerGroup, depthBlocks, PackedWeights.Stride(maxDepth));
        weights.PackChannels(context, geometry, w, filtersPerBlock, taps, residues);

        var plan = new ProductPlan(
            geometry.Groups, residues, geometry.ChannelsPerGroup, ProductPlan.RowsFor(geometry.ChannelsPerGroup, planes.Blocks * geometry.Groups),
            planes.Blocks, planes.MaxPositions, depthBlocks, maxDepth);
        ImplicitMatMul.Run(
            context, plan, weights, new PatchColumns(planes, taps, geometry.FiltersPerGroup, filtersPerBlock),
            new InterleavedImageOutput(x, planes, geometry));
    }

    /// <summary>The same product for few channels, whose patches are not worth packing.</summary>
    private static void RunThin(CpuContext context, in ConvolutionGeometry geometry, float* g, float* w, float* x)
    {
        int area = geometry.I * geometry.J;
        int residues = Math.Min(geometry.Stride, geometry.H) * Math.Min(geometry.Stride, geometry.W);
        PatchPlanes planes = ConvolutionPlans.SmallImagePlanes(geometry, g, ThinProduct.PositionsPerItem(geometry.FiltersPerGroup));
        int residueLength = geometry.FiltersPerGroup * ConvolutionPlans.MostTaps(geometry) * ThinProduct.Rows;
        long tableLength = ConvolutionPlans.Aligned(TapTable.Length(residues, area));
        float* shared = context.Workspace.Shared(tableLength + (long)geometry.Groups * residues * residueLength);
        TapTable taps = ConvolutionPlans.SmallImageTaps(geometry, planes, (int*)shared);
        float* weights = shared + tableLength;
        for (int group = 0; group < geometry.Groups; group++)
            for (int residue = 0; residue < residues; residue++)
            {
                float* target = weights + (nint)(group * residues + residue) * residueLength;
                for (int f = 0; f < geometry.FiltersPerGroup; f++)
                    for (int tap = 0; tap < taps.Count(residue); tap++)
                        for (int c = 0; c < ThinProduct.Rows; c++)
                            *target++ = c < geometry.ChannelsPerGroup
                                ? w[((nint)(group * geometry.FiltersPerGroup + f) * geometry.ChannelsPerGroup + c) * area + taps.Number(residue, tap)]
                                : 0;
            }
        ThinProduct.Run(
            context, geometry.Groups, residues, geometry.ChannelsPerGroup, geometry.FiltersPerGroup, planes, taps, weights, residueLength,
            new InterleavedImageOutput(x, planes, geometry));
    }
}
