namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>A block of positions (n, u, v), numbered in this order: whole images, or some rows of one image; each row has all its columns.</summary>
internal readonly record struct PatchBlock(int FirstImage, int Images, int FirstRow, int Rows, int Columns)
{
    public int PositionsPerImage => Rows * Columns;

    public int Positions => Images * PositionsPerImage;

    /// <summary>Where the block begins inside each of its images.</summary>
    public int FirstPosition => FirstRow * Columns;
}
