using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

// n image; u, v row and column of a position of the phase; ρ, κ its residues.

/// <summary>
/// Result (m, (n, u, v)) goes to pixel (s·u + ρ, s·v + κ) of channel m of image n: ConvTranspose2d's x. A problem is one of <see cref="Phases"/>; together
/// they write every pixel.
/// </summary>
/// <param name="channels">planes of a big image in memory, all groups together</param>
/// <param name="partPitch">distance between the parts of a cut sum; see <see cref="PartialSums"/></param>
public readonly struct PhaseOutput(
    ArrayView<float> images, Phases phases, int count, int channels, int channelsPerGroup, int height, int width, int partPitch, Phase phase = default,
    int offset = 0)
    : IProductOutput<PhaseOutput>
{
    private readonly ArrayView<float> _images = images;
    private readonly Phases _phases = phases;
    private readonly int _count = count;
    private readonly int _channels = channels;
    private readonly int _channelsPerGroup = channelsPerGroup;
    private readonly int _height = height;
    private readonly int _width = width;
    private readonly int _partPitch = partPitch;
    private readonly Phase _phase = phase;
    private readonly int _offset = offset;

    private int Columns => _count * _phase.Row.Positions.Divisor * _phase.Column.Positions.Divisor;

    public PhaseOutput Problem(int problem, int part) =>
        new(_images, _phases, _count, _channels, _channelsPerGroup, _height, _width, _partPitch, _phases.At(problem), part * _partPitch);

    public void Store(int m, int n, Float4 values)
    {
        if (m >= _channelsPerGroup)
            return;
        if (n < Columns)
            _images[Place(m, n)] = values.X;
        if (n + 1 < Columns)
            _images[Place(m, n + 1)] = values.Y;
        if (n + 2 < Columns)
            _images[Place(m, n + 2)] = values.Z;
        if (n + 3 < Columns)
            _images[Place(m, n + 3)] = values.W;
    }

    private int Place(int m, int position)
    {
        FastDivisor rows = _phase.Row.Positions;
        FastDivisor columns = _phase.Column.Positions;
        int above = columns.Divide(position);
        int v = columns.Remainder(position, above);
        int n = rows.Divide(above);
        int u = rows.Remainder(above, n);
        int plane = n * _channels + _phase.Group * _channelsPerGroup + m;
        return _offset + (plane * _height + _phases.Rows.Stride * u + _phase.Row.Residue) * _width + _phases.Columns.Stride * v + _phase.Column.Residue;
    }
}
