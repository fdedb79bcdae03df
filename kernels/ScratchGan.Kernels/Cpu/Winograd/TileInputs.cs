namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// Transformed windows of a chunk of tiles, Bᵀ d B of each: v[point, block of k, tile, k], k = (phase, channel), in blocks of as many k as are
/// multiplied at a time, so that rows that are used together are neighbours. Channels are padded with zeros to whole vectors.
/// </summary>
internal readonly unsafe struct TileInputs<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly WinogradSizes _sizes;
    private readonly ImageBatch _images;
    private readonly float* _v;
    private readonly int _vectors;
    private readonly int _block;
    private readonly nint _blockStride;

    private TileInputs(in WinogradSizes sizes, in ImageBatch images, int maxTiles, int block, float* v)
    {

        _sizes = sizes;
        _images = images;
        _vectors = Products.ProductPlan.Divide(images.Channels, TSimd.Lanes);
        _v = v;
        _block = Math.Min(Depth, block);
        Pitch = WinogradSizes.Odd(_block);
        _blockStride = maxTiles * Pitch;
        PointStride = WinogradSizes.Odd(Products.ProductPlan.Divide(Depth, _block) * _blockStride);
    }

    /// <summary>Takes the memory, and <paramref name="extra"/> floats after it, from the workspace.</summary>
    /// <param name="block">k that lie together</param>
    public static TileInputs<TTile, TSimd, TVector> Shared(
        CpuContext context, in WinogradSizes sizes, in ImageBatch images, int maxTiles, int block, long extra = 0)
    {
        var inputs = new TileInputs<TTile, TSimd, TVector>(sizes, images, maxTiles, block, null);
        return new TileInputs<TTile, TSimd, TVector>(sizes, images, maxTiles, block, context.Workspace.Shared(inputs.Length + extra));
    }

    /// <summary>Floats of the windows of one tile, without padding between them.</summary>
    public static int TileLength(in WinogradSizes sizes, int channels) =>
        TTile.Points * TTile.Points * sizes.Stride * sizes.Stride * Products.ProductPlan.Divide(channels, TSimd.Lanes) * TSimd.Lanes;

    /// <summary>Channels of one phase, with padding.</summary>
    public int PhaseDepth => _vectors * TSimd.Lanes;

    /// <summary>Phases · channels.</summary>
    public int Depth => _sizes.Stride * _sizes.Stride * PhaseDepth;

    /// <summary>Floats between two tiles in a block.</summary>
    public nint Pitch { get; }

    /// <summary>Floats between two points.</summary>
    public nint PointStride { get; }

    /// <summary>Floats in all.</summary>
    public long Length => TTile.Points * TTile.Points * (long)PointStride;

    /// <summary>The memory after it.</summary>
    public float* End => _v + Length;

    public float* At(int tile, int depth) => _v + depth / _block * _blockStride + tile * Pitch + depth % _block;

    /// <summary>How many of <paramref name="depth"/> k from this one on lie in its block.</summary>
    public int Run(int first, int depth) => Math.Min(depth, _block - first % _block);

    /// <summary>Transforms every window of a chunk. Work items take one vector of channels of one image.</summary>
    public void Fill(CpuContext context, TileChunk chunk)
    {
        TileInputs<TTile, TSimd, TVector> self = this;
        Workspace workspace = context.Workspace;
        context.Threads.For(chunk.Images * _vectors, (item, lane) => self.Fill(workspace, lane, chunk, item / self._vectors, item % self._vectors));
    }

    private void Fill(Workspace workspace, int lane, in TileChunk chunk, int image, int vector)
    {
        int lanes = TSimd.Lanes;
        int rows = _sizes.TileStep * (chunk.Rows - 1) + _sizes.Span(TTile.Points);
        int columns = _sizes.TileStep * (chunk.Columns - 1) + _sizes.Span(TTile.Points);
        int scratchLength = TileTransform<TTile, TSimd, TVector>.ScratchLength;
        float* scratch = workspace.Lane(lane, scratchLength + (long)rows * columns * lanes);
        float* window = scratch + scratchLength;
        _images.ReadVectors(
            chunk.FirstImage + image, vector * lanes, lanes, _sizes.First + chunk.FirstRow * _sizes.TileStep, rows, _sizes.First, columns, window);

        nint columnStep = _sizes.PixelStep * lanes;
        nint rowStep = columns * columnStep;
        for (int phase = 0; phase < _sizes.Stride * _sizes.Stride; phase++)
        {
            (int rowPhase, int columnPhase) = Math.DivRem(phase, _sizes.Stride);
            float* corner = window
                + ((nint)(_sizes.FirstPixel(rowPhase) - _sizes.First) * columns + _sizes.FirstPixel(columnPhase) - _sizes.First) * lanes;
            float* target = At(image * chunk.Rows * chunk.Columns, phase * PhaseDepth + vector * lanes);
            for (int row = 0; row < chunk.Rows; row++)
                for (int column = 0; column < chunk.Columns; column++, target += Pitch)
                    TileTransform<TTile, TSimd, TVector>.Input(
                        corner + ((nint)row * columns + column) * _sizes.TileStep * lanes, rowStep, columnStep, target, PointStride, scratch);
        }
    }
}
