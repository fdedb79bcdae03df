namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>Tiles of the small image to points; k = filter, padded with zeros to whole vectors.</summary>
internal static unsafe class TileGradients<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>A g Aᵀ for every tile of a chunk. Work items take one vector of filters of one image.</summary>
    public static void Fill(CpuContext context, ImageBatch images, TileChunk chunk, TileMatrix<TTile, TSimd, TVector> gradients)
    {
        Workspace workspace = context.Workspace;
        int vectors = TileMatrix<TTile, TSimd, TVector>.Padded(images.Channels) / TSimd.Lanes;
        context.Threads.For(
            chunk.Images * vectors, (item, lane) => Fill(workspace, lane, images, chunk, gradients, item / vectors, item % vectors * TSimd.Lanes));
    }

    private static void Fill(
        Workspace workspace, int lane, in ImageBatch images, in TileChunk chunk, in TileMatrix<TTile, TSimd, TVector> gradients, int image, int firstFilter)
    {
        int lanes = TSimd.Lanes;
        int outputs = TTile.Outputs;
        int rows = chunk.Rows * outputs;
        int columns = chunk.Columns * outputs;
        int scratchLength = TileTransform<TTile, TSimd, TVector>.ScratchLength;
        float* scratch = workspace.Lane(lane, scratchLength + (long)rows * columns * lanes);
        float* pixels = scratch + scratchLength;
        images.ReadVectors(chunk.FirstImage + image, firstFilter, lanes, chunk.FirstRow * outputs, rows, 0, columns, pixels);
        float* target = gradients.At(image * chunk.Rows * chunk.Columns, firstFilter);
        for (int row = 0; row < chunk.Rows; row++)
            for (int column = 0; column < chunk.Columns; column++, target += gradients.Pitch)
                TileTransform<TTile, TSimd, TVector>.Spread(
                    pixels + ((nint)row * columns + column) * outputs * lanes, columns * lanes, lanes, target, gradients.PointStride, scratch);
    }
}
