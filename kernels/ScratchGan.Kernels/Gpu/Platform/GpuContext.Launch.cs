using ILGPU;
using ILGPU.Runtime;

namespace ScratchGan.Kernels.Gpu;

// One overload for each number of kernel parameters, as C# has no generics over lists of types.

public sealed partial class GpuContext
{
    /// <summary>Queues one launch of a kernel; while recording, notes it instead.</summary>
    public void Launch<T1, T2>(Action<T1, T2> kernel, KernelConfig config, T1 a1, T2 a2)
        where T1 : struct
        where T2 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2> launcher = Library.Launcher<Action<AcceleratorStream, KernelConfig, T1, T2>>(kernel.Method);
        Queue(kernel.Method, stream => launcher(stream, config, a1, a2));
    }

    /// <inheritdoc cref="Launch{T1, T2}"/>
    public void Launch<T1, T2, T3>(Action<T1, T2, T3> kernel, KernelConfig config, T1 a1, T2 a2, T3 a3)
        where T1 : struct
        where T2 : struct
        where T3 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2, T3> launcher = Library.Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3>>(kernel.Method);
        Queue(kernel.Method, stream => launcher(stream, config, a1, a2, a3));
    }

    /// <inheritdoc cref="Launch{T1, T2}"/>
    public void Launch<T1, T2, T3, T4>(Action<T1, T2, T3, T4> kernel, KernelConfig config, T1 a1, T2 a2, T3 a3, T4 a4)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4> launcher = Library.Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4>>(kernel.Method);
        Queue(kernel.Method, stream => launcher(stream, config, a1, a2, a3, a4));
    }

    /// <inheritdoc cref="Launch{T1, T2}"/>
    public void Launch<T1, T2, T3, T4, T5>(Action<T1, T2, T3, T4, T5> kernel, KernelConfig config, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5> launcher = Library.Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5>>(kernel.Method);
        Queue(kernel.Method, stream => launcher(stream, config, a1, a2, a3, a4, a5));
    }

    /// <inheritdoc cref="Launch{T1, T2}"/>
    public void Launch<T1, T2, T3, T4, T5, T6>(Action<T1, T2, T3, T4, T5, T6> kernel, KernelConfig config, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6> launcher = Library.Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6>>(kernel.Method);
        Queue(kernel.Method, stream => launcher(stream, config, a1, a2, a3, a4, a5, a6));
    }

    /// <inheritdoc cref="Launch{T1, T2}"/>
    public void Launch<T1, T2, T3, T4, T5, T6, T7>(Action<T1, T2, T3, T4, T5, T6, T7> kernel, KernelConfig config, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7> launcher = Library.Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7>>(kernel.Method);
        Queue(kernel.Method, stream => launcher(stream, config, a1, a2, a3, a4, a5, a6, a7));
    }

    /// <inheritdoc cref="Launch{T1, T2}"/>
    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8>(Action<T1, T2, T3, T4, T5, T6, T7, T8> kernel, KernelConfig config, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8> launcher = Library.Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8>>(kernel.Method);
        Queue(kernel.Method, stream => launcher(stream, config, a1, a2, a3, a4, a5, a6, a7, a8));
    }

    /// <inheritdoc cref="Launch{T1, T2}"/>
    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> kernel, KernelConfig config, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6, T7 a7, T8 a8, T9 a9)
        where T1 : struct
        where T2 : struct
        where T3 : struct
        where T4 : struct
        where T5 : struct
        where T6 : struct
        where T7 : struct
        where T8 : struct
        where T9 : struct
    {
        Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9> launcher = Library.Launcher<Action<AcceleratorStream, KernelConfig, T1, T2, T3, T4, T5, T6, T7, T8, T9>>(kernel.Method);
        Queue(kernel.Method, stream => launcher(stream, config, a1, a2, a3, a4, a5, a6, a7, a8, a9));
    }
}
