using System.ComponentModel;
using System.Diagnostics;
using ILGPU.Runtime.Cuda;
using ScratchGan.Engine;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>Where and when something was measured.</summary>
internal sealed record Machine(string Device, string Driver, double? PeakTeraflops, string Date)
{
    public static Machine Of(Device device)
    {
        GpuBackend gpu = (GpuBackend)device.Backend;
        var cuda = gpu.Context.Accelerator as CudaAccelerator;
        string driver = cuda is null ? "OpenCL" : string.Join(", ", ((string?[])[DriverVersion(), $"CUDA {cuda.DriverVersion.Major}.{cuda.DriverVersion.Minor}"]).OfType<string>());
        string description = cuda is null ? gpu.Description : $"{gpu.Description} · compute capability {cuda.Architecture.Major}.{cuda.Architecture.Minor}";
        return new Machine(description, driver, GpuPeak.GigaFlops(gpu.Context) * 1e-3, DateTime.UtcNow.ToString("yyyy-MM-dd"));
    }

    public void Write(Report report, string command)
    {
        Report.Line(new { name = "machine", device = Device, driver = Driver, peakTeraflops = PeakTeraflops, date = Date, command });
        report.Heading("Kernels on a GPU");
        report.Paragraph($"Device: {Device}. Driver: {Driver}. Date: {Date}. Command: `{command}`.");
        report.Paragraph(
            "Every version was checked against plain loops on random numbers before it was timed. Times are medians of seven rounds of about 20 ms with one wait "
            + "each; versions that are compared take turns.");
    }

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
