using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

// f filter of the group; c channel of the group; i, j row and column of the kernel; t, r row and column of a tap of the phase: i = i₀ + t·step, j = j₀ + r·step.

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

    public Float4 Load(Line line, int k)
    {
        Float4 values = default;
        if (line.Count <= 0 || k >= Depth)
            return values;
        int rows = _phase.Column.TapDivisor.Divide(k);
        int r = _phase.Column.TapDivisor.Remainder(k, rows);
        int f = _phase.Row.TapDivisor.Divide(rows);
        int t = _phase.Row.TapDivisor.Remainder(rows, f);
        values.X = _weights[Place(line, f, t, r)];
        Next(ref f, ref t, ref r);
        if (k + 1 < Depth)
            values.Y = _weights[Place(line, f, t, r)];
        Next(ref f, ref t, ref r);
        if (k + 2 < Depth)
            values.Z = _weights[Place(line, f, t, r)];
        Next(ref f, ref t, ref r);
        if (k + 3 < Depth)
            values.W = _weights[Place(line, f, t, r)];
        return values;
    }

    private int Place(Line line, int f, int t, int r) =>
        line.Offset + f * _channelsPerGroup * Area + (t * _kernelColumns + r) * _phases.Rows.TapStep;

    private void Next(ref int f, ref int t, ref int r)
    {
        r++;
        if (r == _phase.Column.Taps)
        {
            r = 0;
            t++;
            if (t == _phase.Row.Taps)
            {
                t = 0;
                f++;
            }
        }
    }
}
