using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// The problems of a transposed convolution: one for each phase of the rows, phase of the columns, and group, numbered in this order; all run in one launch.
/// </summary>
public readonly struct Phases(PhaseAxis rows, PhaseAxis columns, int groups)
{
    private readonly FastDivisor _columnPhases = new(columns.Count);
    private readonly FastDivisor _groups = new(groups);

    public PhaseAxis Rows { get; } = rows;

    public PhaseAxis Columns { get; } = columns;

    /// <summary>Problems.</summary>
    public int Count => Rows.Count * Columns.Count * _groups.Divisor;

    public static Phases Of(in ConvolutionGeometry geometry) => new(
        new PhaseAxis(geometry.H, geometry.I, geometry.Stride, geometry.Padding, geometry.Dilation),
        new PhaseAxis(geometry.W, geometry.J, geometry.Stride, geometry.Padding, geometry.Dilation), geometry.Groups);

    public Phase At(int problem)
    {
        int phase = _groups.Divide(problem);
        int row = _columnPhases.Divide(phase);
        return new Phase(Rows.At(row), Columns.At(_columnPhases.Remainder(phase, row)), _groups.Remainder(problem, phase));
    }
}

/// <summary>One of the problems.</summary>
public readonly struct Phase(AxisPhase row, AxisPhase column, int group)
{
    public AxisPhase Row { get; } = row;

    public AxisPhase Column { get; } = column;

    public int Group { get; } = group;
}
