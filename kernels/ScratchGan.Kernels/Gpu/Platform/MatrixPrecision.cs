namespace ScratchGan.Kernels.Gpu;

/// <summary>How matrix products and convolutions multiply; sums are single precision in both.</summary>
public enum MatrixPrecision
{
    /// <summary>24 bits of mantissa.</summary>
    Single,

    /// <summary>Tensor cores of CUDA: factors rounded to 11 bits of mantissa, about 3e-4 relative to the largest product.</summary>
    Tf32,
}
