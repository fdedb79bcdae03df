using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ILGPU.Runtime.Cuda;
using ScratchGan.Engine;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>Where and when something was measured.</summary>
internal sealed record Machine(string Device, string Driver, double? PeakTeraflops, string Date)
{
    public static Machine Of(Device device)
    {
        var gpu = (GpuBackend)device.Backend;
        if (gpu.Context.Accelerator is not CudaAccelerator cuda)
            return new Machine(gpu.Description, "OpenCL", null, Today());
        string version = $"CUDA {cuda.DriverVersion.Major}.{cuda.DriverVersion.Minor}";
        return new Machine(
            $"{gpu.Description} · compute capability {cuda.Architecture.Major}.{cuda.Architecture.Minor}",
            DriverVersion() is string driver ? $"{driver}, {version}" : version, GpuPeak.GigaFlops(gpu.Context) * 1e-3, Today());
    }

    public void Write(Report report, string command)
    {
        Report.Line(new
        {
            name = "machine",
            device = Device,
            driver = Driver,
            peakTeraflops = PeakTeraflops is double peak ? Math.Round(peak, 1) : (double?)null,
            date = Date,
            command,
        });
        report.Heading("Kernels on a GPU");
        report.Paragraph($"Device: {Device}. Driver: {Driver}. Date: {Date}. Command: `{command}`.");
        report.Paragraph(
            "Every version was checked against plain loops on random numbers before it was timed. Times are medians of seven rounds of about 20 ms with one "
            + "wait each; versions that are compared take turns.");
    }

    private static string Today() => DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>For example 580.65.06, which only NVIDIA's own tool tells; null without it.</summary>
    private static string? DriverVersion()
    {
        try
        {
            using Process? tool = Process.Start(
                new ProcessStartInfo("nvidia-smi", ["--query-gpu=driver_version", "--format=csv,noheader"]) { RedirectStandardOutput = true });
            string? line = tool?.StandardOutput.ReadLine();
            tool?.WaitForExit();
            return tool?.ExitCode == 0 ? line : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
