namespace ScratchGan.Kernels.Gpu.Products;

// n image; u, v row and column of a position of the phase; f filter; t, r row and column of a tap of the phase.

/// <summary>
/// The small image of a transposed convolution as the right factor: column = position (n, u, v) of a phase, k = (f, t, r). See <see cref="PhaseAxis"/>; a
/// problem is one of <see cref="Phases"/>.
/// </summary>
/// <param name="patches">of the small image, where the rest does not depend on the phase</param>
/// <param name="count">images</param>
public readonly struct PhaseColumns(Patches patches, Phases phases, int count, int filtersPerGroup) : IOperand<PhaseColumns>
{
    private readonly Patches _patches = patches;
    private readonly Phases _phases = phases;
    private readonly int _count = count;
    private readonly int _filtersPerGroup = filtersPerGroup;

    public static bool AlongK => false;

    public int Depth => _patches.Taps;

    public PhaseColumns Problem(int problem)
    {
        Phase phase = _phases.At(problem);
        Patches patches = _patches.At(
            phase.Group * _filtersPerGroup, phase.Row.FirstRead, phase.Column.FirstRead,
            _count * phase.Row.Positions.Divisor * phase.Column.Positions.Divisor, phase.Row.Positions, phase.Column.Positions,
            _filtersPerGroup * phase.Row.Taps * phase.Column.Taps, phase.Row.TapDivisor, phase.Column.TapDivisor);
        return new PhaseColumns(patches, _phases, _count, _filtersPerGroup);
    }

    public Line Open(int index) => _patches.Position(index);

    public Quad Load(Line line, int k) => _patches.Load(line, _patches.Tap(k));
}
