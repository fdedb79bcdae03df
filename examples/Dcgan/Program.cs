using System.Runtime.InteropServices;
using ScratchGan.Examples;

using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, FinishTheStep);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, FinishTheStep);
return Application.Run(args, Console.Out, Console.Error, stop.Token, terminal: !Console.IsOutputRedirected);

// The first signal lets the step finish and saves; the second ends the program at once.
void FinishTheStep(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
