using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>The ladder of the matrix product at one large size: every version's rate and its share of the device's peak.</summary>
internal static class MatMulTable
{
    /// <summary>Not multiples of any tile; of four, which some versions ask for.</summary>
    private static readonly MatMulGeometry Small = new(132, 76, 100);

    public static bool Run(GpuContext context, Report report, bool quick)
    {
        MatMulGeometry geometry = quick ? new(512, 512, 512) : new(4096, 4096, 4096);
        double? peak = GpuPeak.GigaFlops(context) * 1e-3;
        report.Table(
            $"Matrix product, {geometry.M}×{geometry.N}×{geometry.K}",
            peak is double most
                ? $"Peak in single precision: {Report.Number(most, "0.0")} TFLOP/s (multiprocessors · lanes · 2 · highest clock); "
                    + "that of the tensor cores no attribute tells."
                : "The device tells no peak.",
            ["version", "precision", "ms", "TFLOP/s", "share of peak"]);
        IReadOnlyDictionary<string, string> refusals = Ladders.MatMul.Refusals(context, Small);
        IReadOnlyDictionary<string, Time> times = Ladders.MatMul.Times(context, geometry, refusals);
        foreach (ProductVersion<MatMulGeometry> version in Ladders.MatMul.Versions(context))
            Add(report, geometry, version, refusals.GetValueOrDefault(version.Name), times.GetValueOrDefault(version.Name), peak);
        report.EndTable();
        return refusals.Count == 0;
    }

    private static void Add(Report report, MatMulGeometry geometry, ProductVersion<MatMulGeometry> version, string? refusal, Time time, double? peak)
    {
        (string name, MatrixPrecision precision) = (version.Name, version.Precision);
        string word = precision == MatrixPrecision.Tf32 ? "tf32" : "fp32";
        if (refusal is not null)
        {
            Report.Line(new { name = Ladders.MatMul.Name, version = name, precision = word, refused = refusal });
            report.Row([name, word, "not timed", refusal, ""]);
            return;
        }
        double teraflops = Ladders.MatMul.TeraFlops(geometry, time);
        double? share = precision == MatrixPrecision.Single ? teraflops / peak : null;
        Report.Line(new
        {
            name = Ladders.MatMul.Name,
            version = name,
            precision = word,
            m = geometry.M,
            n = geometry.N,
            k = geometry.K,
            medianMilliseconds = Math.Round(time.Milliseconds, 4),
            spread = Math.Round(time.Spread, 3),
            teraflops = Math.Round(teraflops, 5),
            shareOfPeak = share is double part ? Math.Round(part, 4) : (double?)null,
        });
        report.Row([
            name, word, Report.Number(time.Milliseconds, "0.000"), Report.Rate(teraflops), share is double shown ? Report.Percent(shown) : "",
        ]);
    }
}
