using ILGPU;
using ILGPU.Util;

namespace ScratchGan.Kernels.Gpu.Products;

// f filter of the group; c channel of the group; i, j row and column of the kernel; t, r row and column of a tap of the phase:
// i = i₀ + t·step, j = j₀ + r·step.

/// <summary>
/// The filters [f, c, i, j] of a transposed convolution as the left factor: row = c, k = (f, t, r), with only the taps of the phase. A problem is one of
/// <see cref="Phases"/>.
/// </summary>
public readonly struct PhaseWeights(
    ArrayView<float> weights, Phases phases, int filtersPerGroup, int channelsPerGroup, int kernelRows, int kernelColumns, Phase phase = default)
    : IOperand<PhaseWeights>
{
    private readonly ArrayView<float> _weights = weights;
    private readonly Phases _phases = phases;
    private readonly int _filtersPerGroup = filtersPerGroup;
    private readonly int _channelsPerGroup = channelsPerGroup;
    private readonly int _kernelRows = kernelRows;
    private readonly int _kernelColumns = kernelColumns;
    private readonly Phase _phase = phase;

    public static bool AlongK => true;

    public int Depth => _filtersPerGroup * _phase.Row.Taps * _phase.Column.Taps;

    private int Area => _kernelRows * _kernelColumns;

    public PhaseWeights Problem(int problem) =>
        new(_weights, _phases, _filtersPerGroup, _channelsPerGroup, _kernelRows, _kernelColumns, _phases.At(problem));

    /// <summary>The offset is that of tap (i₀, j₀) of the group's first filter.</summary>
    public Line Open(int index)
    {
        int filter = _phase.Group * _filtersPerGroup;
        return new Line(
            (filter * _channelsPerGroup + index) * Area + _phase.Row.FirstTap * _kernelColumns + _phase.Column.FirstTap, 0, 0, _channelsPerGroup - index);
    }

    public Quad Load(Line line, int k)
    {
        int rows = _phase.Column.TapDivisor.Divide(k);
        int r = _phase.Column.TapDivisor.Remainder(k, rows);
        int f = _phase.Row.TapDivisor.Divide(rows);
        int t = _phase.Row.TapDivisor.Remainder(rows, f);
        int terms = Utilities.Select(line.Count > 0, Depth - k, 0);
        int x = line.Offset + f * _channelsPerGroup * Area + (t * _kernelColumns + r) * _phases.Rows.TapStep;
        int y = Next(x, ref t, ref r);
        int z = Next(y, ref t, ref r);
        int w = Next(z, ref t, ref r);
        return Quad.Gather(_weights, x, terms > 0, y, terms > 1, z, terms > 2, w, terms > 3);
    }

    /// <summary>The next tap's place: in the same row of the filter, else in the phase's next row, else in the next filter.</summary>
    private int Next(int place, ref int t, ref int r)
    {
        int toRow = _kernelColumns - (_phase.Column.Taps - 1);
        bool isLastColumn = r + 1 == _phase.Column.Taps;
        bool isLastRow = isLastColumn & t + 1 == _phase.Row.Taps;
        r = Utilities.Select(isLastColumn, 0, r + 1);
        t = Utilities.Select(isLastRow, 0, t + Utilities.Select(isLastColumn, 1, 0));
        place += Utilities.Select(isLastColumn, toRow, 1) * _phases.Rows.TapStep;
        return place + Utilities.Select(isLastRow, _channelsPerGroup * Area - _phase.Row.Taps * _kernelColumns * _phases.Rows.TapStep, 0);
    }
}
