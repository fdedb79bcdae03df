using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Training;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Examples;

/// <summary>The whole program, from arguments to exit code; every failure that a user can cause or cure is one line on the error stream.</summary>
internal static class Application
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;

    /// <summary>A detector found the training lost, and the run was to stop then.</summary>
    public const int Collapsed = 3;

    /// <summary>More threads than this do not help a DCGAN of these sizes.</summary>
    private const int MostDefaultThreads = 32;

    public static int Run(string[] arguments, TextWriter output, TextWriter error, CancellationToken stop, bool terminal = false)
    {
        try
        {
            var commandLine = new CommandLine();
            if (!commandLine.Answers(arguments, output))
                Run(commandLine.Parse(arguments), terminal ? new TerminalDisplay() : new PlainDisplay(output), stop);
            return Done;
        }
        catch (RunException failure)
        {
            error.WriteLine(failure.Message.ReplaceLineEndings(" "));
            return failure.ExitCode;
        }
        catch (DataException failure)
        {
            error.WriteLine(failure.Message);
            return BadInput;
        }
        catch (KernelException failure)
        {
            error.WriteLine($"{failure.Message}; {OptionNames.Device} cpu trains without that device");
            return Failed;
        }
        catch (Exception failure) when (failure is OutOfMemoryException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(failure.Message.ReplaceLineEndings(" "));
            return Failed;
        }
        catch (OperationCanceledException)
        {
            output.WriteLine("stopped before the first step; no run was begun");
            return Done;
        }
    }

    private static void Run(Invocation invocation, IDisplay display, CancellationToken stop)
    {
        if (invocation.Settings.Device == Choices.ListDevices)
        {
            DeviceTable.Print(display, Threads(invocation.Settings));
            return;
        }
        RunSettings settings = RunFolder.Check(invocation);
        using RunData data = RunData.Open(settings, display, stop);
        Dataset dataset = data.Training;
        (DeviceKind kind, int index) = Choices.Device(settings.Device)!.Value;
        (Device opened, string reason) = Open(kind, index, Threads(settings));
        using Device device = opened;
        if (settings.Precision == Choices.TensorPrecision)
            UseTensorCores(device);
        using var session = new GanSession(device, Recipe.Of(settings, dataset.Shape.Channels));
        var batches = new Batches(dataset, settings.Batch, settings.Seed);
        string machine = $"{device.Backend.Description} · {dataset.Summary[0]}";
        List<string> notes = [
            .. reason.Length > 0 ? [$"{Choices.Auto} took {device.Backend.Name} · {reason}"] : Array.Empty<string>(), .. dataset.Summary.Skip(1), .. data.Notes,
            .. batches.RepetitionNote is string note ? [note] : Array.Empty<string>(),
        ];
        if (invocation.DryRun)
        {
            display.SayAll([$"{machine} · a dry run: no run folder is made", .. notes]);
            DryRun.Run(settings, dataset.Shape, device, session, batches, display, stop);
            return;
        }

        using RunFolder folder = RunFolder.Open(invocation);
        IReadOnlyList<KeyValuePair<string, string>> determining = Recipe.Determining(settings, dataset);
        if (invocation.Resume && folder.Checkpoints.Any)
            batches.Position = folder.Checkpoints.Load(session, determining, notes.Add);
        else if (invocation.Resume)
            notes.Add($"{folder.Path}: no checkpoint yet, so the run begins at step 0");
        if (session.Step > settings.Steps)
            throw new RunException($"{OptionNames.Steps}: expected at least {session.Step}, the steps that {folder.Path} has taken, found {settings.Steps}");
        folder.Begin(settings);
        display.SayAll([$"{machine} · {folder.Path}{(invocation.Resume ? $", from step {session.Step}" : "")}", .. notes]);
        using var training = new TrainingRun(settings, determining, folder, data, device, session, batches, display);
        try
        {
            training.Run(stop);
        }
        catch (DataException failure)
        {
            throw new RunException(failure.Message, Failed);
        }
        catch (Exception failure) when (GpuFailure.IsOfDevice(failure))
        {
            throw new RunException($"{device.Backend.Description}: {GpuFailure.Cause(failure)}; {training.WayOut}", Failed);
        }
    }

    private static (Device, string) Open(DeviceKind kind, int index, int threads)
    {
        try
        {
            return Devices.Open(kind, index, threads);
        }
        catch (KernelException failure)
        {
            throw new RunException($"{OptionNames.Device} {failure.Message}");
        }
    }

    private static void UseTensorCores(Device device)
    {
        try
        {
            device.Precision = MatrixPrecision.Tf32;
        }
        catch (NotSupportedException failure)
        {
            throw new RunException($"{OptionNames.Precision} {Choices.TensorPrecision}: {failure.Message}");
        }
    }

    private static int Threads(RunSettings settings) => settings.Threads ?? Math.Min(Environment.ProcessorCount, MostDefaultThreads);
}
