namespace ScratchGan.Benchmarks;

/// <summary>Something that was asked for, and how to find whether it was reached.</summary>
/// <param name="Text">the bar in words</param>
/// <param name="Find">the number; null when it was not measured</param>
internal sealed record Bar(string What, string Text, Func<Measurements, double?> Find, Func<double, bool> Passes, Func<double, string> Show);

/// <summary>The bars of the project on an H200.</summary>
internal static class SummaryBars
{
    private const int Side = 4096;
    private const double PeakTeraflops = 67;
    private static readonly string[] Elementwise = ["Fill", "Map<LeakyRelu>", "Zip<Add>", "MoveTowards"];

    public static IReadOnlyList<Bar> All { get; } =
    [
        new("matrix product 4096³, register-blocked, fp32", $"at least 50 % of {PeakTeraflops} TFLOP/s", all => Product(all, "fp32"),
            value => value >= 0.5 * PeakTeraflops, value => $"{Report.Rate(value)} TFLOP/s, {Report.Percent(value / PeakTeraflops)}"),
        new("matrix product 4096³, tensor cores, TF32", "at least 100 TFLOP/s", all => Product(all, "tf32"),
            value => value >= 100, value => $"{Report.Rate(value)} TFLOP/s"),
        new("elementwise kernels, the slowest", "at least 80 % of the copy", all => ShareOfCopy(all, Elementwise), IsMostOfCopy, Report.Percent),
        new("Adam", "at least 80 % of the copy", all => ShareOfCopy(all, ["Update<Adam>"]), IsMostOfCopy, Report.Percent),
        new("training step at batch 128, tf32, over PyTorch's with its defaults", "at most 1", all => all.Ratio(128, "tf32", "default"), IsNotSlower, Ratio),
        new("training step at batch 128, fp32, over PyTorch's without TF32", "at most 1", all => all.Ratio(128, "fp32", "fp32"), IsNotSlower, Ratio),
    ];

    private static double? Product(Measurements all, string precision) => all.Find("matmul")
        .Where(line => Measurements.Is(line, "precision", precision) && Measurements.Is(line, "m", Side)
            && (precision == "tf32" || line.GetProperty("version").GetString()!.StartsWith("register-blocked", StringComparison.Ordinal)))
        .Max(line => Measurements.Number(line, "teraflops"));

    /// <summary>The lowest share of some kernels; null unless all of them were measured on arrays larger than any cache.</summary>
    private static double? ShareOfCopy(Measurements all, IReadOnlyList<string> kernels)
    {
        double?[] shares = [.. kernels.Select(kernel => all.Find("memory")
            .Where(line => Measurements.Is(line, "kernel", kernel) && Measurements.Number(line, "mebibytes") >= 256)
            .Select(line => Measurements.Number(line, "shareOfCopy")).LastOrDefault())];
        return shares.Contains(null) ? null : shares.Min();
    }

    private static bool IsMostOfCopy(double share) => share >= 0.8;

    private static bool IsNotSlower(double ratio) => ratio <= 1;

    private static string Ratio(double ratio) => Report.Number(ratio, "0.00");
}
