using System.Reflection;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// The compiled kernels of one accelerator, each compiled when it is first asked for. Kernels are explicitly grouped static methods; a generic one is compiled
/// once for each operator it is closed over. ILGPU keeps compiled kernels only weakly and none on disk, so they are held here.
/// </summary>
public sealed class KernelLibrary(Accelerator accelerator)
{
    private readonly Dictionary<MethodInfo, Delegate> _launchers = [];
    private readonly List<Kernel> _kernels = [];

    /// <summary>Kernels compiled so far.</summary>
    public IReadOnlyCollection<MethodInfo> Compiled => _launchers.Keys;

    /// <typeparam name="TLauncher">Action of the stream, the launch configuration and the kernel's parameters</typeparam>
    /// <exception cref="KernelException">ILGPU or the driver refuses the kernel</exception>
    public TLauncher Launcher<TLauncher>(MethodInfo method)
        where TLauncher : Delegate
    {
        if (_launchers.TryGetValue(method, out Delegate? known))
            return (TLauncher)known;
        try
        {
            Kernel kernel = accelerator.LoadKernel(Compile(method));
            if (kernel is CudaKernel cuda && method.GetCustomAttribute<LaunchBoundsAttribute>() is { SharedBytes: > 0 } bounds)
                CudaDriver.Require(
                    CudaDriver.FuncSetAttribute(cuda.FunctionPtr, CudaDriver.MaximumDynamicSharedBytes, bounds.SharedBytes), "reserve shared memory");
            TLauncher launcher = kernel.CreateLauncherDelegate<TLauncher>();
            _kernels.Add(kernel);
            _launchers.Add(method, launcher);
            return launcher;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new KernelException($"{accelerator.Name}: the kernel {Name(method)} does not build: {GpuFailure.Cause(error)}", error);
        }
    }

    private CompiledKernel Compile(MethodInfo method)
    {
        LaunchBoundsAttribute? bounds = method.GetCustomAttribute<LaunchBoundsAttribute>();
        KernelSpecialization specialization = bounds is not null && accelerator is CudaAccelerator
            ? new KernelSpecialization(bounds.Threads, bounds.Groups)
            : KernelSpecialization.Empty;
        CompiledKernel compiled = accelerator.GetBackend().Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), specialization);
        if (compiled is PTXCompiledKernel ptx)
            Ptx.Patch(ptx);
        return compiled;
    }

    /// <summary>For example Elementwise.Map&lt;Tanh&gt;.</summary>
    private static string Name(MethodInfo method) =>
        $"{method.DeclaringType!.Name.Split('`')[0]}.{method.Name}"
        + (method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(type => type.Name.Split('`')[0]))}>" : "");
}

/// <summary>A kernel that cannot be built or launched on this device; the message is one line that names both.</summary>
public sealed class KernelException(string message, Exception? inner = null) : Exception(message, inner);
