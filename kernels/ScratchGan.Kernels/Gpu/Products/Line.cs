namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>What an operand keeps about one free index while k runs: four integers, in registers, of which each operand says what they mean to it.</summary>
public readonly struct Line(int offset, int row, int column, int count)
{
    /// <summary>Where it begins in memory.</summary>
    public int Offset { get; } = offset;

    /// <summary>A row of an image, possibly outside it.</summary>
    public int Row { get; } = row;

    /// <summary>A column of an image, possibly outside it.</summary>
    public int Column { get; } = column;

    /// <summary>Free indices from this one to the last; 0 or less when it lies behind the last.</summary>
    public int Count { get; } = count;
}
