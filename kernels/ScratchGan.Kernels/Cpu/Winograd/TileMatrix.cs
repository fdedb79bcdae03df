using ScratchGan.Kernels.Cpu.Products;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// The tiles of a chunk as factors of e² matrix products: v[point, block of k, tile, k]. k are channels, or phases of channels, in blocks of as many as are
/// multiplied at a time, so that rows that are used together are neighbours.
/// </summary>
internal readonly unsafe struct TileMatrix<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly float* _v;
    private readonly int _block;
    private readonly nint _blockStride;

    /// <param name="v">the memory; null to learn its length</param>
    /// <param name="depth">number of k, a multiple of a vector</param>
    /// <param name="block">k of a block</param>
    public TileMatrix(float* v, int maxTiles, int depth, int block)
    {
        _v = v;
        _block = Math.Min(depth, block);
        Pitch = Odd(_block);
        _blockStride = maxTiles * Pitch;
        PointStride = Odd(ProductPlan.Divide(depth, _block) * _blockStride);
    }

    /// <summary>Floats between two tiles in a block.</summary>
    public nint Pitch { get; }

    /// <summary>Floats between two points.</summary>
    public nint PointStride { get; }

    /// <summary>Floats in all.</summary>
    public long Length => TTile.Points * TTile.Points * (long)PointStride;

    /// <summary>Channels, rounded up to whole vectors.</summary>
    public static int Padded(int channels) => ProductPlan.Divide(channels, TSimd.Lanes) * TSimd.Lanes;

    /// <summary>Rounds up to an odd number of cache lines, so that neighbours at this distance do not share a set of the cache.</summary>
    public static nint Odd(long floats)
    {
        const int line = 16;
        long lines = (floats + line - 1) / line;
        return (nint)((lines | 1) * line);
    }

    /// <summary>Point 0.</summary>
    public float* At(int tile, int k) => _v + k / _block * _blockStride + tile * Pitch + k % _block;

    /// <summary>How many of <paramref name="depth"/> k from this one on lie in its block.</summary>
    public int Run(int k, int depth) => Math.Min(depth, _block - k % _block);
}
