using System.Globalization;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Engine;

/// <summary>Which devices to compute on there are to choose from.</summary>
public enum DeviceKind
{
    /// <summary>CUDA, else an OpenCL GPU, else the CPU.</summary>
    Auto,
    Cpu,
    Cuda,
    OpenCl,

    /// <summary>ILGPU's simulator of a GPU on the CPU: slow, for debugging kernels.</summary>
    Simulator,
}

/// <summary>One device of this machine, or why there is none of a kind.</summary>
/// <param name="Index">its place among those of its kind</param>
/// <param name="PassedOver">why <see cref="DeviceKind.Auto"/> does not take it; null when it could</param>
/// <param name="Refusal">why it cannot be used at all; null when it can</param>
public sealed record DeviceEntry(DeviceKind Kind, int Index, string Name, string? PassedOver, string? Refusal);

/// <summary>Finds devices and opens one, and says why that one.</summary>
public static class Devices
{
    private static readonly IReadOnlyDictionary<string, DeviceKind> Kinds = Enum.GetValues<DeviceKind>().ToDictionary(Word);

    /// <summary>The words that <see cref="TryParse"/> takes.</summary>
    public static IReadOnlyList<string> Words => [.. Kinds.Keys, "cuda:N", "opencl:N"];

    /// <summary>Everything that the machine has, in the order of preference.</summary>
    public static IReadOnlyList<DeviceEntry> List(int threads) =>
    [
        .. Gpus(DeviceKind.Cuda, GpuKind.Cuda),
        .. Gpus(DeviceKind.OpenCl, GpuKind.OpenCl),
        new DeviceEntry(DeviceKind.Cpu, 0, $"SIMD kernels on {threads} {(threads == 1 ? "thread" : "threads")}", null, null),
        new DeviceEntry(DeviceKind.Simulator, 0, "ILGPU's simulator of a GPU on the CPU", "for debugging kernels", null),
    ];

    /// <summary>Opens a device, the first that can be used if the choice is left open.</summary>
    /// <param name="threads">for the CPU</param>
    /// <returns>the device, and one line that says why others were passed over; empty when there was nothing to choose</returns>
    /// <exception cref="KernelException">there is no such device, or it cannot be used; the message is one line for the user</exception>
    public static (Device Device, string Reason) Open(DeviceKind kind, int index, int threads) => kind switch
    {
        DeviceKind.Auto => First(threads),
        DeviceKind.Cpu => (Device.Cpu(threads), ""),
        DeviceKind.Cuda => (Opened(DeviceKind.Cuda, GpuKind.Cuda, index), ""),
        DeviceKind.OpenCl => (Opened(DeviceKind.OpenCl, GpuKind.OpenCl, index), ""),
        _ => (Device.Gpu(GpuKind.Simulator), ""),
    };

    /// <summary>The word for a kind on a command line.</summary>
    public static string Word(DeviceKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>A device by its word, with its number among those of its kind where there are several: cuda, cuda:1; false when it is no such word.</summary>
    public static bool TryParse(string text, out DeviceKind kind, out int index)
    {
        index = 0;
        string[] parts = text.Split(':');
        return Kinds.TryGetValue(parts[0], out kind) && parts.Length switch
        {
            1 => true,
            2 => kind is DeviceKind.Cuda or DeviceKind.OpenCl && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index),
            _ => false,
        };
    }

    private static (Device, string) First(int threads)
    {
        List<string> passedOver = [];
        foreach (DeviceEntry entry in List(threads))
        {
            string? reason = entry.Refusal ?? entry.PassedOver;
            if (reason is null && TryOpen(entry, threads, out reason) is { } device)
                return (device, string.Join("; ", passedOver));
            passedOver.Add($"{Word(entry.Kind)}: {reason}");
        }
        throw new InvalidOperationException("the CPU is always there");
    }

    private static Device? TryOpen(DeviceEntry entry, int threads, out string? reason)
    {
        try
        {
            reason = null;
            return Open(entry.Kind, entry.Index, threads).Device;
        }
        catch (KernelException failure)
        {
            reason = failure.Message;
            return null;
        }
    }

    private static Device Opened(DeviceKind word, GpuKind kind, int index)
    {
        DeviceEntry? entry = Gpus(word, kind).ElementAtOrDefault(index);
        if (entry is null)
            throw new KernelException($"{Word(word)}:{index}: expected a device number below {Gpus(word, kind).Count}, found {index}");
        return entry.Refusal is null ? Device.Gpu(kind, index) : throw new KernelException($"{Word(word)}: {entry.Refusal}");
    }

    private static IReadOnlyList<DeviceEntry> Gpus(DeviceKind word, GpuKind kind)
    {
        if (GpuDevices.Obstacle(kind) is string obstacle)
            return [new DeviceEntry(word, 0, "none", null, obstacle)];
        IReadOnlyList<GpuDescription> found = GpuDevices.List(kind);
        return found.Count > 0
            ? [.. found.Select(device => new DeviceEntry(
                word, device.Index, $"{device.Name}, {device.MemoryBytes >> 20:N0} MiB, {device.Capability}",
                device.IsGpu ? null : $"{device.Name} is not a GPU; --device {Word(word)} takes it", device.Refusal))]
            : [new DeviceEntry(word, 0, "none", null, "the driver finds no device")];
    }
}
