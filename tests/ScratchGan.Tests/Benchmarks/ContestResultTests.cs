using System.Text.Json;
using ScratchGan.Benchmarks;
using ScratchGan.Benchmarks.Comparison;
using Xunit;

namespace ScratchGan.Tests.Benchmarks;

public sealed class ContestResultTests
{
    /// <summary>The ratio is the median of the pairs' ratios, here 0.5, and not the ratio of the medians, 200 / 300.</summary>
    [Fact]
    public void The_ratio_is_the_median_over_pairs()
    {
        var contest = new Contest(Configuration.All[0], Threads: 2, Freeze: false, Pairs: 3);
        var result = new ContestResult(contest, [Run(100), Run(200), Run(300)], [Run(200), Run(1000), Run(300)]);
        JsonElement line = JsonElement.Parse(Report.Json(result.Line()));
        Assert.Equal(0.5, line.GetProperty("ratio").GetDouble());
        Assert.Equal(0.2, line.GetProperty("lowestRatio").GetDouble());
        Assert.Equal(1.0, line.GetProperty("highestRatio").GetDouble());
        Assert.Equal(200, line.GetProperty("milliseconds").GetDouble());
        Assert.Equal(300, line.GetProperty("peerMilliseconds").GetDouble());
    }

    [Fact]
    public void A_line_becomes_a_row()
    {
        var contest = new Contest(Configuration.All[2], Threads: 1, Freeze: true, Pairs: 1);
        var report = new Report();
        ComparisonTable.Write(report, new Measurements([Report.Json(new ContestResult(contest, [Run(100)], [Run(400)]).Line())]));
        Assert.Contains("| 32×32 grey | 32 | 64 | 1 | spared | **0.25** [0.25 – 0.25] | 1 | 100.0 | 400.0 |", report.ToString(), StringComparison.Ordinal);
    }

    private static StepRun Run(double milliseconds) => new(milliseconds, ResidentMiB: 80, StartToFirstStep: 400, ManagedBytes: 1024, Version: "1.2.3");
}
