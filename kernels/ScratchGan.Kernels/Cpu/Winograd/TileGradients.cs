using ScratchGan.Kernels.Cpu.Products;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// Tiles of the small image spread to points, A g Aᵀ, as right factors: v[point, block, tile, filter], in blocks of <see
/// cref="TileFilters{TTile, TSimd, TVector}.Columns"/> filters with zeros beyond the last.
/// </summary>
internal readonly unsafe struct TileGradients<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Columns = TileFilters<TTile, TSimd, TVector>.Columns;

    private readonly ImageBatch _images;
    private readonly float* _v;
    private readonly int _blocks;
    private readonly nint _pointStride;
    private readonly nint _blockStride;

    public TileGradients(in WinogradSizes sizes, in ImageBatch images, int maxTiles, float* v)
    {
        _images = images;
        _v = v;
        _blocks = ProductPlan.Divide(images.Channels, Columns);
        _blockStride = (nint)maxTiles * Columns;
        _pointStride = WinogradSizes.Odd(_blocks * _blockStride);
    }

    /// <summary>Floats in all.</summary>
    public long Length => TTile.Points * TTile.Points * (long)_pointStride;

    /// <param name="firstFilter">the first one of a block</param>
    public float* At(int point, int firstFilter, int tile) => _v + point * _pointStride + firstFilter / Columns * _blockStride + (nint)tile * Columns;

    /// <summary>Spreads every tile of a chunk. Work items take one vector of filters of one image.</summary>
    public void Fill(CpuContext context, TileChunk chunk)
    {
        TileGradients<TTile, TSimd, TVector> self = this;
        Workspace workspace = context.Workspace;
        int vectors = _blocks * Columns / TSimd.Lanes;
        context.Threads.For(chunk.Images * vectors, (item, lane) => self.Fill(workspace, lane, chunk, item / vectors, item % vectors * TSimd.Lanes));
    }

    private void Fill(Workspace workspace, int lane, in TileChunk chunk, int image, int firstFilter)
    {
        int lanes = TSimd.Lanes;
        int outputs = TTile.Outputs;
        int rows = chunk.Rows * outputs;
        int columns = chunk.Columns * outputs;
        int scratchLength = TileTransform<TTile, TSimd, TVector>.ScratchLength;
        float* scratch = workspace.Lane(lane, scratchLength + (long)rows * columns * lanes);
        float* pixels = scratch + scratchLength;
        _images.ReadVectors(chunk.FirstImage + image, firstFilter, lanes, chunk.FirstRow * outputs, rows, 0, columns, pixels);
        float* target = At(0, firstFilter, image * chunk.Rows * chunk.Columns) + firstFilter % Columns;
        for (int row = 0; row < chunk.Rows; row++)
            for (int column = 0; column < chunk.Columns; column++, target += Columns)
                TileTransform<TTile, TSimd, TVector>.Spread(
                    pixels + ((nint)row * columns + column) * outputs * lanes, columns * lanes, lanes, target, _pointStride, scratch);
    }
}
