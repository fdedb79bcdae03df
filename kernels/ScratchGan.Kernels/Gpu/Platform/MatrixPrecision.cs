namespace ScratchGan.Kernels.Gpu;

/// <summary>How exactly matrix products and convolutions take their factors; sums are floats in either case.</summary>
public enum MatrixPrecision
{
    /// <summary>As they are: 24 bits of mantissa.</summary>
    Single,

    /// <summary>Rounded to 11 bits of mantissa, which tensor cores multiply many times faster. Only CUDA devices since compute capability 8.0 have them.</summary>
    Tf32,
}
