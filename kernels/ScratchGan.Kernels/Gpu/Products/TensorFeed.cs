using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// Brings one factor of a product to the tensor cores: a thread takes two loads of four numbers from global memory into registers, and writes them, rounded to
/// TF32, as two quads of a panel. A tile has half as many indices as the group has threads.
/// <para>
/// An operand along k is asked for four terms of two neighbouring indices, 64 bytes of each index by four lanes. One along the index is asked for four indices
/// of two neighbouring terms, 128 bytes of each term by eight lanes.
/// </para>
/// </summary>
internal struct TensorFeed<TOperand>
    where TOperand : struct, IOperand<TOperand>
{
    private readonly TOperand _operand;
    private readonly Line _line;
    private readonly Line _nextLine;
    private int _k;
    private Quad _first;
    private Quad _second;

    /// <param name="index">first of the tile</param>
    /// <param name="k">first of the part</param>
    public TensorFeed(TOperand operand, int index, int k, int thread, int indices)
    {
        int pair = index + 2 * IndexPair(thread, indices);
        _operand = operand;
        _line = operand.Open(pair);
        _nextLine = TOperand.AlongK ? operand.Open(pair + 1) : _line;
        _k = k + 2 * TermPair(thread, indices);
        _first = default;
        _second = default;
    }

    /// <summary>Asks global memory for the next 16 terms; they may be on their way until <see cref="Put"/> needs them.</summary>
    public void Load()
    {
        _first = _operand.Load(_line, _k);
        _second = TOperand.AlongK ? _operand.Load(_nextLine, _k) : _operand.Load(_line, _k + 1);
        _k += TensorPanel.Depth;
    }

    /// <summary>Writes what was loaded last into a panel; the second quad belongs to the next two terms, or to the next two indices.</summary>
    /// <param name="place">of the thread's first quad, <see cref="Place"/></param>
    /// <param name="isLeft">which factor this is, a constant</param>
    public readonly void Put(ArrayView<Float4> panels, int place, bool isLeft)
    {
        Float4 first = Round(_first.Values);
        Float4 second = Round(_second.Values);
        bool alternate = TOperand.AlongK == isLeft;
        panels[place] = alternate ? new(first.X, second.X, first.Y, second.Y) : new(first.X, first.Y, second.X, second.Y);
        panels[place ^ (TOperand.AlongK ? 1 : 9)] = alternate ? new(first.Z, second.Z, first.W, second.W) : new(first.Z, first.W, second.Z, second.W);
    }

    /// <summary>Where a thread's first quad goes in a panel.</summary>
    public static int Place(int thread, int indices) => TensorPanel.Place(IndexPair(thread, indices), TermPair(thread, indices));

    private static int IndexPair(int thread, int indices) => TOperand.AlongK ? thread >> 2 : ((thread & (indices - 1)) >> 1) & ~1;

    private static int TermPair(int thread, int indices) => TOperand.AlongK ? (thread & 3) << 1 : (thread & 3) + (thread >= indices ? 4 : 0);

    private static Float4 Round(Float4 values) =>
        new(TensorCores.Round(values.X), TensorCores.Round(values.Y), TensorCores.Round(values.Z), TensorCores.Round(values.W));
}
