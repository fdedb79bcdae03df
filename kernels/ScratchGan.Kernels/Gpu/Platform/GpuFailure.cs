using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ScratchGan.Kernels.Gpu;

/// <summary>What the drivers' error codes mean.</summary>
public static class GpuFailure
{
    /// <summary>Whether a driver refused for lack of memory.</summary>
    public static bool IsOutOfMemory(Exception error) => error is OutOfMemoryException
        or CudaException { Error: CudaError.CUDA_ERROR_OUT_OF_MEMORY }
        or CLException { Error: CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES or CLError.CL_OUT_OF_HOST_MEMORY
            or CLError.CL_INVALID_BUFFER_SIZE };
}
