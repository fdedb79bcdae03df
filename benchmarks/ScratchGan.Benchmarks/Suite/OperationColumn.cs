using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace ScratchGan.Benchmarks.Suite;

/// <summary>A column of numbers that says what <paramref name="text"/> makes of a measured case; nothing for one that failed.</summary>
internal sealed class OperationColumn(string name, string legend, int place, Func<OperationResult, string> text) : IColumn
{
    public string Id => $"{nameof(OperationColumn)}.{name}";

    public string ColumnName => name;

    public string Legend => legend;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => place;

    public bool AlwaysShow => true;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        OperationResult.Of(summary, benchmarkCase) is { } result ? text(result) : "";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
