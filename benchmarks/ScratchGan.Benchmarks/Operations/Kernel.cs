using ScratchGan.Engine;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>One operation with its arguments.</summary>
/// <param name="Scalar">the plain loops, for one image</param>
/// <param name="Run">the same on a backend, for the whole batch</param>
internal sealed record Kernel(Action Scalar, Action<IBackend> Run);
