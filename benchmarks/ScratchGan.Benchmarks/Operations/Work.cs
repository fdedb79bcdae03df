namespace ScratchGan.Benchmarks.Operations;

/// <summary>What an operation has to do for one image: operations where arithmetic limits it, bytes moved where memory does.</summary>
/// <param name="Amount">floating-point operations, two for a multiply-add; or bytes read and written at least, each pass over an array counted</param>
public readonly record struct Work(double Amount, bool IsArithmetic)
{
    public static Work OfFlops(double flops) => new(flops, true);

    public static Work OfFloats(double floats) => new(floats * sizeof(float), false);

    /// <summary>GFLOP/s or GB/s: the two are amount / nanosecond.</summary>
    public double Rate(double nanoseconds) => Amount / nanoseconds;
}
