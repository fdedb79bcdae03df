using System.CommandLine;
using ScratchGan.Engine;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks;

/// <summary>Options that several commands have; a value that none of them takes is one line.</summary>
internal static class CommonOptions
{
    private const string Tf32 = "tf32";
    private const string Single = "fp32";

    public static Option<string> Device(string usual)
    {
        var option = new Option<string>("--device") { DefaultValueFactory = _ => usual, Description = $"one of {string.Join(", ", Devices.Words)}" };
        option.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string>();
            if (!Devices.TryParse(text, out _, out _))
                result.AddError($"{option.Name}: expected one of {string.Join(", ", Devices.Words)}, found {text}");
        });
        return option;
    }

    /// <summary>How matrix products and convolutions multiply; with several, each is measured.</summary>
    public static Option<string[]> Precisions()
    {
        Option<string[]> option = new Option<string[]>("--precision")
        {
            DefaultValueFactory = _ => [Single],
            AllowMultipleArgumentsPerToken = true,
            Description = "fp32, or tf32 on the tensor cores of CUDA",
        }.AcceptOnlyFromAmong(Single, Tf32);
        return option;
    }

    /// <summary>Positive whole numbers, one or several.</summary>
    public static Option<int[]> Counts(string name, params int[] usual)
    {
        var option = new Option<int[]>(name) { DefaultValueFactory = _ => usual, AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(result =>
        {
            foreach (int value in result.GetValueOrDefault<int[]>() ?? [])
                if (value < 1)
                    result.AddError($"{name}: expected at least 1, found {value}");
        });
        return option;
    }

    /// <summary>A positive whole number.</summary>
    public static Option<int> Count(string name, int usual)
    {
        var option = new Option<int>(name) { DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name}: expected at least 1, found {result.GetValueOrDefault<int>()}");
        });
        return option;
    }

    /// <summary>Where to write what is measured, beside the standard output.</summary>
    public static Option<string?> Output() => new("--output") { HelpName = "FILE", Description = "a file of JSON lines that is written anew" };

    public static Option<int> OneOf(string name, int usual, params int[] others)
    {
        var option = new Option<int>(name) { DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            int value = result.GetValueOrDefault<int>();
            if (value != usual && !others.Contains(value))
                result.AddError($"{name}: expected {string.Join(" or ", others.Append(usual))}, found {value}");
        });
        return option;
    }

    /// <summary>Opens the device of a word, and says on the error stream why others were passed over.</summary>
    public static Device Open(string word, int threads)
    {
        _ = Devices.TryParse(word, out DeviceKind kind, out int index);
        (Device device, string reason) = Devices.Open(kind, index, threads);
        if (reason.Length > 0)
            Console.Error.WriteLine($"{device.Backend.Name}, since {reason}");
        return device;
    }

    /// <exception cref="NotSupportedException">the device has no such precision</exception>
    public static void SetPrecision(Device device, string precision) =>
        device.Precision = precision == Tf32 ? MatrixPrecision.Tf32 : MatrixPrecision.Single;
}
