using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// 16 terms of 128 indices in shared memory, as copies of 16 bytes leave them: a quad is four k of an index, or four indices of a k, whichever follow each
/// other in the matrix. A lane (g, t) of the tensor cores reads single numbers, of k = 4c + t for a constant c.
/// <para>
/// Banks: along k, quad c of index i stands at 4i + (c xor (i/2 mod 4)): eight indices meet both halves of the banks, in every quarter of these. Along the
/// index, quad j of k stands at 32k + (j xor 2·(k mod 4)): four k meet the four quarters of the banks, each filled by eight indices.
/// TensorPanelTests.Thirty_two_lanes_fill_the_banks.
/// </para>
/// </summary>
internal static class CopiedPanel
{
    public const int Indices = 128;

    /// <summary>Quads of a panel.</summary>
    public const int Quads = Indices * TensorPanel.Depth / 4;

    /// <summary>Where a quad stands.</summary>
    /// <param name="line">an index, of whose terms it is a quad, or a term, of whose indices it is one</param>
    public static int Place<TMatrix>(int line, int quad)
        where TMatrix : struct, IAlignedMatrix =>
        TMatrix.AlongK ? (line << 2) + (quad ^ ((line >> 1) & 3)) : (line << 5) + (quad ^ ((line & 3) << 1));
}

/// <summary>Where a lane reads in a copied panel.</summary>
internal readonly struct CopiedReader<TMatrix>
    where TMatrix : struct, IAlignedMatrix
{
    private readonly ArrayView<float> _panel0;
    private readonly ArrayView<float> _panel1;
    private readonly ArrayView<float> _panel2;
    private readonly ArrayView<float> _panel3;

    /// <param name="first">see <see cref="First"/>; its panel may begin anywhere</param>
    public CopiedReader(ArrayView<float> panels, int first)
    {
        int step = TMatrix.AlongK ? 4 : 8;
        _panel0 = panels.SubView(first, Length);
        _panel1 = panels.SubView(first ^ step, Length);
        _panel2 = panels.SubView(first ^ (2 * step), Length);
        _panel3 = panels.SubView(first ^ (3 * step), Length);
    }

    /// <summary>From a lane's first number to behind its last one: 64 indices.</summary>
    private static int Length => TMatrix.AlongK ? 7 * 128 + 1 : 12 * CopiedPanel.Indices + 33;

    /// <summary>Where a lane's number with c = 0 of its first index stands.</summary>
    /// <param name="index">the warp's first of 64</param>
    public static int First(int lane, int index)
    {
        int own = index + (lane >> 2);
        int t = lane & 3;
        return TMatrix.AlongK
            ? (CopiedPanel.Place<TMatrix>(own, 0) << 2) + t
            : (CopiedPanel.Place<TMatrix>(t, own >> 2) << 2) + (own & 3);
    }

    /// <summary>
    /// The number of the lane's index g + 8·eight and k = 4c + t, as the nearest TF32. Both are constants: they become parts of the load instruction.
    /// </summary>
    public float At(int eight, int c)
    {
        float number = TMatrix.AlongK ? Panel(c)[128 * eight] : Panel(eight & 3)[4 * CopiedPanel.Indices * c + 32 * (eight >> 2)];
        return TensorCores.Round(number);
    }

    /// <summary>The left operand of 16 indices and the terms 8·half … 8·half + 7.</summary>
    public LeftFragment Left(int sixteen, int half) =>
        new(At(2 * sixteen, 2 * half), At(2 * sixteen + 1, 2 * half), At(2 * sixteen, 2 * half + 1), At(2 * sixteen + 1, 2 * half + 1));

    /// <summary>The right operand of eight indices and the terms 8·half … 8·half + 7.</summary>
    public RightFragment Right(int eight, int half) => new(At(eight, 2 * half), At(eight, 2 * half + 1));

    private ArrayView<float> Panel(int number) => number switch
    {
        0 => _panel0,
        1 => _panel1,
        2 => _panel2,
        _ => _panel3,
    };
}
