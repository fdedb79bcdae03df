namespace ScratchGan.Kernels.Geometry;

/// <summary>
/// The sizes of one convolution, in all its directions.
/// <para>T(x, w, g) = Σ x[n, c, s·p + d·i − a, s·q + d·j − a] · w[f, c, i, j] · g[n, f, p, q], summed over every index inside the image.</para>
/// Each kernel of the trio is T with one slot differentiated away:
/// <list type="table">
/// <item><term>Conv2d(x, w) = ∂T/∂g</term><description>[N, F, P, Q]</description></item>
/// <item><term>ConvTranspose2d(g, w) = ∂T/∂x</term><description>[N, C, H, W]</description></item>
/// <item><term>Conv2dWeightGradient(x, g) = ∂T/∂w</term><description>[F, C/Groups, I, J]</description></item>
/// </list>
/// To pull a cotangent u back, put u into the slot that was differentiated away; so the three are closed under differentiation:
/// <list type="table">
/// <item><term>Conv2d(x, w)</term><description>x̄ = ConvTranspose2d(u, w), w̄ = Conv2dWeightGradient(x, u)</description></item>
/// <item><term>ConvTranspose2d(g, w)</term><description>ḡ = Conv2d(u, w), w̄ = Conv2dWeightGradient(u, g)</description></item>
/// <item><term>Conv2dWeightGradient(x, g)</term><description>x̄ = ConvTranspose2d(g, u), ḡ = Conv2d(x, u)</description></item>
/// </list>
/// Both spatial sizes are kept, since (H, W) does not follow from (P, Q) when the stride does not divide: output padding is asked for once, in the layer.
/// With groups, channel c and filter f meet only inside the same group: w's second index is c modulo C/Groups.
/// </summary>
/// <param name="N">images in the batch</param>
/// <param name="C">channels of the big image x</param>
/// <param name="H">height of the big image x</param>
/// <param name="W">width of the big image x</param>
/// <param name="F">filters: channels of the small image g</param>
/// <param name="P">height of the small image g</param>
/// <param name="Q">width of the small image g</param>
/// <param name="I">height of the kernel</param>
/// <param name="J">width of the kernel</param>
/// <param name="Stride">s: big-image pixels between two positions of the kernel</param>
/// <param name="Padding">a: zero pixels around the big image</param>
/// <param name="Dilation">d: big-image pixels between two taps of the kernel</param>
/// <param name="Groups">number of groups; divides C and F</param>
public readonly record struct ConvolutionGeometry(
    int N, int C, int H, int W, int F, int P, int Q, int I, int J, int Stride = 1, int Padding = 0, int Dilation = 1, int Groups = 1)
{
    public int ChannelsPerGroup => C / Groups;

    public int FiltersPerGroup => F / Groups;

    /// <summary>Taps of one filter: C/Groups · I · J.</summary>
    public int Taps => ChannelsPerGroup * I * J;

    /// <summary>True when the kernel covers the big image in its one position, so that all three convolutions are plain matrix products.</summary>
    public bool IsMatMul => this is { P: 1, Q: 1, Padding: 0, Dilation: 1, Groups: 1 } && I == H && J == W;

    /// <summary>Floating-point operations of any one of the three kernels, two for a multiply-add, taps in the padding counted.</summary>
    public double Flops => 2.0 * N * F * P * Q * Taps;

    /// <summary>The geometry of a convolution of x [N, C, H, W] with a weight [F, C/groups, I, J]: P = ⌊(H + 2a − d(I − 1) − 1) / s⌋ + 1.</summary>
    /// <exception cref="ArgumentException">a size does not fit</exception>
    public static ConvolutionGeometry Forward(
        int n, int c, int h, int w, int f, int i, int j, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
    {
        int p = Small(h, i, stride, padding, dilation);
        int q = Small(w, j, stride, padding, dilation);
        return new ConvolutionGeometry(n, c, h, w, f, p, q, i, j, stride, padding, dilation, groups).Checked();
    }

    /// <summary>
    /// The geometry of a transposed convolution of g [N, F, P, Q] with a weight [F, C/groups, I, J]: H = s(P − 1) − 2a + d(I − 1) + 1 + outputPadding.
    /// </summary>
    /// <exception cref="ArgumentException">a size does not fit</exception>
    public static ConvolutionGeometry Transposed(
        int n, int f, int p, int q, int c, int i, int j, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int outputPadding = 0)
    {
        if (outputPadding < 0 || outputPadding >= Math.Max(stride, dilation))
            throw new ArgumentException(
                $"output padding must be at least 0 and less than the stride {stride} or the dilation {dilation}, found {outputPadding}");
        int h = stride * (p - 1) - 2 * padding + dilation * (i - 1) + 1 + outputPadding;
        int w = stride * (q - 1) - 2 * padding + dilation * (j - 1) + 1 + outputPadding;
        return new ConvolutionGeometry(n, c, h, w, f, p, q, i, j, stride, padding, dilation, groups).Checked();
    }

    private static int Small(int size, int kernel, int stride, int padding, int dilation)
    {
        int span = size + 2 * padding - dilation * (kernel - 1) - 1;
        return span < 0 || stride < 1 ? 0 : span / stride + 1;
    }

    private ConvolutionGeometry Checked()
    {
        if (N < 1 || C < 1 || F < 1 || I < 1 || J < 1 || H < 1 || W < 1 || P < 1 || Q < 1 || Stride < 1 || Padding < 0 || Dilation < 1 || Groups < 1)
            throw new ArgumentException(
                $"convolution with an empty size: N {N}, C {C}, H {H}, W {W}, F {F}, P {P}, Q {Q}, I {I}, J {J}, "
                + $"stride {Stride}, padding {Padding}, dilation {Dilation}, groups {Groups}");
        if (C % Groups != 0 || F % Groups != 0)
            throw new ArgumentException($"groups must divide channels and filters: {Groups} groups, {C} channels, {F} filters");
        return this;
    }
}
