using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>A matrix whose rows are whole quads, so that every number can be copied with its quad: the free index or k, whichever its rows run along.</summary>
internal interface IAlignedMatrix
{
    /// <summary>As <see cref="IOperand{TSelf}.AlongK"/>.</summary>
    static abstract bool AlongK { get; }

    ArrayView<Float4> Quads { get; }

    /// <summary>Free indices.</summary>
    int Indices { get; }

    int Depth { get; }
}

/// <summary><see cref="MatrixAlongK"/> with K a multiple of four.</summary>
internal readonly struct AlignedAlongK(ArrayView<float> matrix, int indices, int depth) : IAlignedMatrix
{
    public static bool AlongK => true;

    public ArrayView<Float4> Quads { get; } = matrix.Cast<Float4>();

    public int Indices { get; } = indices;

    public int Depth { get; } = depth;
}

/// <summary><see cref="MatrixAlongIndex"/> with a number of indices that is a multiple of four.</summary>
internal readonly struct AlignedAlongIndex(ArrayView<float> matrix, int indices, int depth) : IAlignedMatrix
{
    public static bool AlongK => false;

    public ArrayView<Float4> Quads { get; } = matrix.Cast<Float4>();

    public int Indices { get; } = indices;

    public int Depth { get; } = depth;
}
