using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using ScratchGan.Benchmarks.Operations;

namespace ScratchGan.Benchmarks.Suite;

/// <summary>One form of one operation at one size, measured.</summary>
/// <param name="Place">of the size among the operation's</param>
/// <param name="Nanoseconds">the median time of one image</param>
/// <param name="Spread">interquartile range over the median</param>
/// <param name="TimesScalar">the plain loops' median over this one; null when they were not measured</param>
internal sealed record OperationResult(
    string Operation, string Size, int Place, Implementation Implementation, Work Work, double Nanoseconds, double Spread, double? TimesScalar)
{
    public double Rate => Work.Rate(Nanoseconds);

    /// <summary>Null for a case that failed.</summary>
    public static OperationResult? Of(Summary summary, BenchmarkCase benchmark)
    {
        if (summary[benchmark]?.ResultStatistics is not { } statistics)
            return null;
        BenchmarkCase? scalar = summary.GetBaseline(summary.GetLogicalGroupKey(benchmark));
        double? baseline = scalar is null ? null : summary[scalar]?.ResultStatistics?.Median;
        OperationBenchmark operation = InstanceOf(benchmark);
        return new OperationResult(
            benchmark.Descriptor.Type.Name.Replace("Benchmark", ""), $"{benchmark.Parameters.Items[0].Value}", operation.Place,
            Implementations.Of(benchmark), operation.Work, statistics.Median, statistics.InterquartileRange / statistics.Median, baseline / statistics.Median);
    }

    private static OperationBenchmark InstanceOf(BenchmarkCase benchmark)
    {
        var operation = (OperationBenchmark)Activator.CreateInstance(benchmark.Descriptor.Type)!;
        foreach (BenchmarkDotNet.Parameters.ParameterInstance parameter in benchmark.Parameters.Items)
            benchmark.Descriptor.Type.GetProperty(parameter.Name)!.SetValue(operation, parameter.Value);
        return operation;
    }
}
