using System.CommandLine;
using ScratchGan.Engine;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>All tables of kernels on one device. A version whose results are wrong is not timed, and then the exit code is 1.</summary>
internal static class GpuBenchmark
{
    private const int Wrong = 1;

    public static Command Command()
    {
        Option<string> device = CommonOptions.Device("auto");
        var quick = new Option<bool>("--quick") { Description = "small sizes, as on devices other than CUDA: shows that everything runs, not how fast" };
        var results = new Option<string?>("--results") { Description = "a Markdown file for the tables" };
        var command = new Command("gpu", "matrix products, convolutions and memory-bound kernels, every version") { device, quick, results };
        command.SetAction(result =>
        {
            using Device opened = CommonOptions.Open(result.GetRequiredValue(device), Environment.ProcessorCount);
            if (opened.Backend is not GpuBackend { Context.Kind: GpuKind.Cuda or GpuKind.OpenCl } gpu)
                throw new ArgumentException($"{device.Name}: expected a CUDA or an OpenCL device, found {opened.Backend.Name}");
            bool small = result.GetValue(quick) || !gpu.Context.IsCuda;
            var report = new Report();
            Machine.Of(opened).Write(report, $"gpu {device.Name} {result.GetRequiredValue(device)}{(small ? $" {quick.Name}" : "")}");
            bool right = MatMulTable.Run(gpu.Context, report, small);
            right &= ConvolutionTable.Run(gpu.Context, report, small);
            right &= MemoryTable.Run(gpu.Context, report, small);
            if (result.GetValue(results) is string path)
                report.Save(path);
            if (right)
                return 0;
            Console.Error.WriteLine("not every version agrees with the plain loops; those that do not were not timed");
            return Wrong;
        });
        return command;
    }
}
