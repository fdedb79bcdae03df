namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// The right factor of an implicit matrix product: lays its columns out in panels of <see cref="MicroKernel.Columns"/> columns, panel[k][column].
/// The lanes of a last, partial panel repeat a column; nothing reads their results.
/// </summary>
internal unsafe interface IRightMatrix
{
    /// <summary>Floats of lane scratch that <see cref="Prepare"/> fills for <see cref="Pack"/>.</summary>
    long PreparedLength { get; }

    /// <summary>Columns of one block of columns.</summary>
    int Columns(int columnBlock);

    /// <summary>Length of the sum in one block of k; the blocks may depend on the sizes of one image only, never on how many columns there are.</summary>
    int Depth(int depthBlock, int residue);

    /// <summary>What all residues of this block of k have in common, e.g. the padded image rows.</summary>
    void Prepare(int group, int columnBlock, int depthBlock, float* prepared);

    /// <summary>All panels of one block, one after the other, each Depth · 16 floats.</summary>
    void Pack(int columnBlock, int depthBlock, int residue, float* prepared, float* panels);
}
