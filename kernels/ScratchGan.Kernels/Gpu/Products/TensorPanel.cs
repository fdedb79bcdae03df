using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// 16 terms of the sum for the rows (or columns) of a tile, in shared memory, in the order in which the instruction of the tensor cores wants its registers:
/// a quad holds two indices of two terms, and one load of a quad brings a thread one whole left operand, or two right ones, without another move.
/// In what follows an index is a row of the left factor or a column of the right one, g = lane / 4, t = lane mod 4.
/// <para>
/// Which k stands for which column of a fragment does not matter as long as both factors agree: thread t takes k = 4t and 4t + 1 for one instruction, 4t + 2
/// and 4t + 3 for the next. Nor does it matter which index stands for which row: in every 16 indices, thread g takes 2g and 2g + 1, of the left factor as the
/// fragment's rows g and g + 8, of the right one as column g of two fragments. So, of the results, a thread holds four neighbours in a row.
/// </para>
/// <para>
/// The quad of indices 2i, 2i + 1 and terms 2p, 2p + 1 stands at 8·i + (p xor (i mod 2) xor 4·(i / 2 mod 2)). 16 bytes each for eight lanes at a time fill
/// the 32 banks; so they must differ in the last three bits, and do, when read as above and when written as in <see cref="TensorFeed{TOperand}"/>:
/// TensorPanelTests.Eight_lanes_fill_the_banks.
/// </para>
/// </summary>
internal static class TensorPanel
{
    /// <summary>Terms of the sum in a panel.</summary>
    public const int Depth = 16;

    /// <summary>Quads of 16 indices.</summary>
    public const int Sixteen = 16 * Depth / 4;

    /// <summary>Where the quad of a pair of indices and a pair of terms stands.</summary>
    public static int Place(int indices, int terms) => (indices << 3) + (terms ^ (indices & 1) ^ ((indices & 2) << 1));

    /// <summary>Where the quad of a lane's first two terms stands, in the first 16 indices; that of the other two stands at this xor 1.</summary>
    public static int Lane(int lane) => Place(lane >> 2, (lane & 3) << 1);

    /// <summary>A quad as the left operand of an instruction: terms k and k′ of indices i and i′, as i,k i′,k i,k′ i′,k′.</summary>
    public static LeftFragment Left(Float4 quad) => new(quad.X, quad.Y, quad.Z, quad.W);

    /// <summary>A quad as the right operands of two instructions, as i,k i,k′ i′,k i′,k′: this is the first one's.</summary>
    public static RightFragment First(Float4 quad) => new(quad.X, quad.Y);

    /// <inheritdoc cref="First"/>
    public static RightFragment Second(Float4 quad) => new(quad.Z, quad.W);
}

/// <summary>A lane's quads of 16 indices and all 16 terms of a panel.</summary>
internal readonly struct TensorQuads(Float4 front, Float4 back)
{
    public Float4 Front { get; } = front;

    public Float4 Back { get; } = back;
}

/// <summary>Where a lane reads in a panel.</summary>
/// <param name="first">place of the lane's first quad of the warp's indices</param>
/// <param name="indices">that the warp reads</param>
internal readonly struct TensorReader(ArrayView<Float4> panels, int first, int indices)
{
    private readonly ArrayView<Float4> _front = panels.SubView(first, (indices - 16) * 4 + 1);
    private readonly ArrayView<Float4> _back = panels.SubView(first ^ 1, (indices - 16) * 4 + 1);

    /// <param name="number">of the 16 indices, a constant: it becomes a part of the load instructions</param>
    public TensorQuads Sixteen(int number) => new(_front[number * TensorPanel.Sixteen], _back[number * TensorPanel.Sixteen]);
}
