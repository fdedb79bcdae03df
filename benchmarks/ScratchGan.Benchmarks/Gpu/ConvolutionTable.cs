using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>
/// The convolution trio at the shapes of a DCGAN for 64×64 RGB images: both networks are made of these four layers, and each direction is the forward pass of
/// one network and a gradient of the other. Their first and last layers, at the 4×4 map, are plain matrix products.
/// </summary>
internal static class ConvolutionTable
{
    private const int Kernel = 4;

    /// <summary>All sizes differ, and no tile divides them.</summary>
    private static readonly ConvolutionGeometry Small = ConvolutionGeometry.Forward(3, 5, 18, 14, 7, Kernel, Kernel, stride: 2, padding: 1);

    public static bool Run(GpuContext context, Report report, bool quick)
    {
        (int batch, int features) = quick ? (2, 8) : (128, 64);
        Ladder<ConvolutionGeometry>[] trio = [Ladders.Conv2d, Ladders.ConvTranspose2d, Ladders.Conv2dWeightGradient];
        string[] versions = [.. trio.SelectMany(ladder => ladder.Versions(context)).Select(version => version.Name).Distinct()];
        report.Table(
            $"Convolutions of a DCGAN, 64×64 RGB, {features} features, batch {batch}",
            "TFLOP/s of each version; a layer by its larger and its smaller image, [channels, height, width]; taps in the padding count.",
            ["kernel", "layer", .. versions]);
        bool right = true;
        foreach (Ladder<ConvolutionGeometry> ladder in trio)
        {
            IReadOnlyDictionary<string, string> refusals = ladder.Refusals(context, Small);
            foreach ((string version, string refusal) in refusals)
                Report.Line(new { name = ladder.Name, version, refused = refusal });
            right &= refusals.Count == 0;
            foreach (ConvolutionGeometry layer in Layers(batch, features))
            {
                IReadOnlyDictionary<string, Time> times = ladder.Times(context, layer, refusals);
                foreach ((string version, Time time) in times)
                    Report.Line(Measurement(ladder, version, layer, time));
                report.Row([
                    ladder.Name, $"[{layer.C}, {layer.H}, {layer.W}] – [{layer.F}, {layer.P}, {layer.Q}]",
                    .. versions.Select(version => times.TryGetValue(version, out Time time) ? Report.Rate(ladder.TeraFlops(layer, time))
                        : refusals.ContainsKey(version) ? "refused" : ""),
                ]);
            }
        }
        report.EndTable();
        return right;
    }

    private static IEnumerable<ConvolutionGeometry> Layers(int batch, int features)
    {
        (int channels, int filters) = (3, features);
        for (int size = 64; size > 4; size /= 2, (channels, filters) = (filters, 2 * filters))
            yield return ConvolutionGeometry.Forward(batch, channels, size, size, filters, Kernel, Kernel, stride: 2, padding: 1);
    }

    private static object Measurement(Ladder<ConvolutionGeometry> ladder, string version, ConvolutionGeometry layer, Time time) => new
    {
        name = ladder.Name,
        version,
        batch = layer.N,
        big = new[] { layer.C, layer.H, layer.W },
        small = new[] { layer.F, layer.P, layer.Q },
        medianMilliseconds = Math.Round(time.Milliseconds, 4),
        spread = Math.Round(time.Spread, 3),
        teraflops = Math.Round(ladder.TeraFlops(layer, time), 5),
    };
}
