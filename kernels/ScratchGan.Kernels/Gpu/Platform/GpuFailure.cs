using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ScratchGan.Kernels.Gpu;

/// <summary>What the errors of drivers mean.</summary>
public static class GpuFailure
{
    /// <summary>Whether a driver refused for lack of memory.</summary>
    public static bool IsOutOfMemory(Exception error) => error is OutOfMemoryException
        or CudaException { Error: nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY) }
        or CLException { Error: CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE };

    /// <summary>Whether it is the device or its driver that failed: lost, reset, or a kernel that it does not take.</summary>
    public static bool IsOfDevice(Exception error) => error is KernelException or AcceleratorException;

    /// <summary>The cause in one line.</summary>
    public static string Cause(Exception error)
    {
        while (error.InnerException is not null)
            error = error.InnerException;
        string text = error.Message.ReplaceLineEndings(" ");
        return error switch
        {
            CudaException cuda => $"the CUDA driver reports {cuda.Error}: {text}",
            CLException open => $"the OpenCL driver reports {open.Error}: {text}",
            _ => text,
        };
    }
}
