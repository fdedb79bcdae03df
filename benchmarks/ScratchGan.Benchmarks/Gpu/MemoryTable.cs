using ILGPU;
using ILGPU.Runtime;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>
/// Kernels limited by memory: bytes read and written in a second, and what share that is of the device's own copy of 256 MiB, which takes turns with each.
/// </summary>
internal static class MemoryTable
{
    /// <summary>Of results around 1 and larger; these are checks against mistakes, the tests' bounds are closer.</summary>
    private const double Tolerance = 1e-4;

    /// <summary>No multiples of four, or of a group's threads.</summary>
    private static readonly MemorySizes Small = new(3, 5, 18, 22);

    /// <summary>256 MiB an array: several times any cache.</summary>
    private static readonly MemorySizes Large = new(1024, 64, 32, 32);

    private static readonly MemorySizes Quick = new(16, 16, 32, 32);

    public static bool Run(GpuContext context, Report report, bool quick)
    {
        MemorySizes sizes = quick ? Quick : Large;
        report.Table(
            $"Kernels limited by memory, [{sizes.N}, {sizes.C}, {sizes.H}, {sizes.W}]",
            $"Arrays of {sizes.Count * 4L >> 20} MiB. Bytes read and written, each pass over an array counted; beside it the driver's copy from array to array "
            + "in the same rounds.",
            ["kernel", "ms", "GB/s", "copy, GB/s", "share of copy"]);
        bool right = true;
        using var arrays = new GpuArrays(context);
        ArrayView<float> from = arrays.Random(sizes.Count);
        ArrayView<float> to = arrays.Room(sizes.Count);
        foreach ((string name, Func<GpuContext, GpuArrays, MemorySizes, MemoryKernel> create) in MemoryKernels.All)
        {
            if (Agreement.Refusal(() => Mismatch(context, create)) is string refusal)
            {
                Report.Line(new { name = "memory", kernel = name, refused = refusal });
                report.Row([$"`{name}`", "not timed", refusal, "", ""]);
                right = false;
                continue;
            }
            using var arguments = new GpuArrays(context);
            MemoryKernel kernel = create(context, arguments, sizes);
            Time[] times = Timing.InTurns([() => from.CopyTo(context.Stream, to), kernel.Run], context.Stream.Synchronize);
            Add(report, name, kernel, times[1], GigaBytes(2L * sizes.Count, times[0]));
        }
        report.EndTable();
        return right;
    }

    private static string? Mismatch(GpuContext context, Func<GpuContext, GpuArrays, MemorySizes, MemoryKernel> create)
    {
        using var arrays = new GpuArrays(context);
        MemoryKernel kernel = create(context, arrays, Small);
        float[][] expected = kernel.Expected();
        kernel.Run();
        return expected.Zip(kernel.Results, (e, view) => Agreement.Mismatch(e, arrays.Download(view), i => Tolerance * Math.Max(1, Math.Abs(e[i]))))
            .FirstOrDefault(mismatch => mismatch is not null);
    }

    private static void Add(Report report, string name, MemoryKernel kernel, Time time, double copy)
    {
        double rate = GigaBytes(kernel.Floats, time);
        Report.Line(new
        {
            name = "memory",
            kernel = name,
            mebibytes = kernel.Floats * 4 >> 20,
            medianMilliseconds = Math.Round(time.Milliseconds, 4),
            spread = Math.Round(time.Spread, 3),
            gigabytesPerSecond = Math.Round(rate, 1),
            copyGigabytesPerSecond = Math.Round(copy, 1),
            shareOfCopy = Math.Round(rate / copy, 3),
        });
        report.Row([$"`{name}`", Report.Number(time.Milliseconds, "0.000"), Report.Number(rate, "0"), Report.Number(copy, "0"), Report.Percent(rate / copy)]);
    }

    private static double GigaBytes(long floats, Time time) => floats * 4 / time.Milliseconds * 1e-6;
}
