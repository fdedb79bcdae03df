using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

// n image; u, v row and column of a position of the phase; f filter; t, r row and column of a tap of the phase.

/// <summary>
/// The small image of a transposed convolution as the right factor: column = position (n, u, v) of a phase, k = (f, t, r). See <see cref="PhaseAxis"/>; a
/// problem is one of <see cref="Phases"/>.
/// </summary>
/// <param name="filters">planes of a small image in memory, all groups together</param>
/// <param name="patches">of the problem, once it is chosen</param>
public readonly struct PhaseColumns(
    ArrayView<float> images, Phases phases, int count, int filters, int filtersPerGroup, int height, int width, Patches patches = default)
    : IOperand<PhaseColumns>
{
    private readonly ArrayView<float> _images = images;
    private readonly Phases _phases = phases;
    private readonly int _count = count;
    private readonly int _filters = filters;
    private readonly int _filtersPerGroup = filtersPerGroup;
    private readonly int _height = height;
    private readonly int _width = width;
    private readonly Patches _patches = patches;

    public static bool AlongK => false;

    public int Depth => _patches.Taps;

    public PhaseColumns Problem(int problem)
    {
        Phase phase = _phases.At(problem);
        // With one stride for both axes their tap steps agree; tap (t, r) reads t and r steps back.
        var patches = new Patches(
            _images, _filters, phase.Group * _filtersPerGroup, _height, _width, step: 1, -_phases.Rows.ReadStep, phase.Row.FirstRead, phase.Column.FirstRead,
            _count * phase.Row.Positions.Divisor * phase.Column.Positions.Divisor, phase.Row.Positions, phase.Column.Positions,
            _filtersPerGroup * phase.Row.Taps * phase.Column.Taps, phase.Row.TapDivisor, phase.Column.TapDivisor);
        return new PhaseColumns(_images, _phases, _count, _filters, _filtersPerGroup, _height, _width, patches);
    }

    public Line Open(int index) => _patches.Position(index);

    public Quad Load(Line line, int k) => _patches.Load(line, _patches.Tap(k));
}
