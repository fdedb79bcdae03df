namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// The left factor of an implicit matrix product: knows how to lay its rows out in panels of <see cref="MicroKernel.Rows"/> rows,
/// panel[k][row], straight from where its numbers live. Rows beyond the last are any finite number of the matrix, or zero.
/// </summary>
internal unsafe interface ILeftMatrix
{
    /// <summary>Floats of lane scratch that <see cref="Panels"/> needs for a whole block of rows; 0 when the panels were packed beforehand.</summary>
    long ScratchLength { get; }

    /// <summary>Floats between two panels.</summary>
    nint PanelStride(int residue);

    /// <summary>Panels firstPanel … firstPanel + panels − 1 of one block of k: packed into <paramref name="scratch"/>, or where they already are.</summary>
    float* Panels(int group, int residue, int depthBlock, int firstPanel, int panels, float* scratch);
}
