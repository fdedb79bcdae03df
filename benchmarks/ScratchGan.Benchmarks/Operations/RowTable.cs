namespace ScratchGan.Benchmarks.Operations;

/// <summary>A table of rows, some of which are taken for each image: the embedding of classes, with as many labels as make the work worth timing.</summary>
public sealed record RowTable(int Rows, int Width, int RowsPerImage)
{
    public static IReadOnlyList<RowTable> All { get; } = [new(1000, 128, 256)];

    public int Taken => RowsPerImage * Width;

    /// <summary>Which row is the i-th: all of them in a scattered order.</summary>
    public float Index(int i) => i * 617 % Rows;

    public override string ToString() => $"{RowsPerImage} of {Rows} rows of {Width}";
}
