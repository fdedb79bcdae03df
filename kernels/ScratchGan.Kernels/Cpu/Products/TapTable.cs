namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>For each residue the taps that belong to it: their offset in the planes and their number i·J + j in the weight. Lives in scratch memory.</summary>
internal readonly unsafe struct TapTable(int* memory, int residues, int taps)
{
    /// <summary>Floats of scratch memory that a table takes.</summary>
    public static long Length(int residues, int taps) => residues + 2L * residues * taps;

    /// <summary>Number of taps of a residue.</summary>
    public ref int Count(int residue) => ref memory[residue];

    /// <summary>Offset of tap <paramref name="index"/> of a residue in <see cref="PatchPlanes"/>.</summary>
    public ref int Offset(int residue, int index) => ref memory[residues + residue * taps + index];

    /// <summary>Number of tap <paramref name="index"/> of a residue in the weight.</summary>
    public ref int Number(int residue, int index) => ref memory[residues + (residues + residue) * taps + index];

    public int* Offsets(int residue) => memory + residues + residue * taps;
}
