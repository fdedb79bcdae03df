namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>Where the results of an implicit matrix product go.</summary>
/// <typeparam name="TSelf">the implementation itself</typeparam>
public interface IProductOutput<TSelf>
    where TSelf : struct, IProductOutput<TSelf>
{
    /// <summary>
    /// The output of one of the problems; to be called once, before <see cref="Store"/>. When the sum over k is cut into parts, each part writes a whole
    /// result of its own, laid out like the final one, and <see cref="PartialSums"/> adds them.
    /// </summary>
    TSelf Problem(int problem, int part);

    /// <summary>Writes (m, n … n + 3), n a multiple of four, leaving out what lies behind the last row or column.</summary>
    void Store(int m, int n, Float4 values);
}
