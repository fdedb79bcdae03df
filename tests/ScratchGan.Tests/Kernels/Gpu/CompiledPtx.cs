using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>
/// The PTX of all kernels, compiled as <see cref="KernelLibrary"/> does, but without a device: for the oldest architecture with tensor cores and for the H100
/// and H200. Version 7.8 of the language, which an assembler of CUDA 11.8 still takes.
/// </summary>
public sealed class CompiledPtx
{
    private readonly Dictionary<(MethodInfo Kernel, CudaArchitecture Architecture), string> _texts = [];
    private readonly List<string> _failures = [];

    public CompiledPtx()
    {
        foreach (CudaArchitecture architecture in (CudaArchitecture[])[CudaArchitecture.SM_80, CudaArchitecture.SM_90])
        {
            Queue<MethodInfo> kernels = new(KernelCatalogue.Kernels);
            // A context in which a kernel failed compiles nothing any more: the others go on in a fresh one.
            while (kernels.Count > 0)
                Compile(kernels, architecture);
        }
    }

    public IReadOnlyDictionary<(MethodInfo Kernel, CudaArchitecture Architecture), string> Texts => _texts;

    /// <summary>Kernels that ILGPU refused, with its reason.</summary>
    public IReadOnlyList<string> Failures => _failures;

    private void Compile(Queue<MethodInfo> kernels, CudaArchitecture architecture)
    {
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2).EnableAlgorithms());
        TensorCores.Register(context);
        using PTXBackend backend = new(context, new CudaCapabilityContext(architecture), architecture, CudaInstructionSet.ISA_78, null);
        while (kernels.TryDequeue(out MethodInfo? kernel))
        {
            KernelSpecialization specialization = kernel.GetCustomAttribute<LaunchBoundsAttribute>() is { } bounds
                ? new KernelSpecialization(bounds.Threads, bounds.Groups)
                : KernelSpecialization.Empty;
            try
            {
                var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), specialization);
                _texts.Add((kernel, architecture), Ptx.Patch(compiled.PTXAssembly));
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                _failures.Add($"{KernelCatalogue.Name(kernel)} for {architecture}: {error.GetBaseException().Message}");
                return;
            }
        }
    }
}
