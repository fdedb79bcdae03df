namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>Tiles of the small image to points; k = filter.</summary>
internal static unsafe class TileGradients<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats of scratch that <see cref="Fill"/> needs.</summary>
    public static long ScratchLength(in TileChunk chunk) =>
        TileTransform<TTile, TSimd, TVector>.ScratchLength + (long)chunk.Rows * chunk.Columns * TTile.Outputs * TTile.Outputs * TSimd.Lanes;

    /// <summary>A g Aᵀ for every tile of one vector of filters of one image of a chunk.</summary>
    public static void Fill(
        in ImageBatch images, in TileChunk chunk, int image, int firstFilter, in TileMatrix<TTile, TSimd, TVector> gradients, float* scratch)
    {
        int lanes = TSimd.Lanes;
        int outputs = TTile.Outputs;
        int columns = chunk.Columns * outputs;
        float* pixels = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        images.ReadVectors(chunk.FirstImage + image, firstFilter, lanes, chunk.FirstRow * outputs, chunk.Rows * outputs, 0, columns, pixels);
        float* target = gradients.At(image * chunk.Rows * chunk.Columns, firstFilter);
        for (int row = 0; row < chunk.Rows; row++)
            for (int column = 0; column < chunk.Columns; column++, target += gradients.Pitch)
                TileTransform<TTile, TSimd, TVector>.Spread(
                    pixels + ((nint)row * columns + column) * outputs * lanes, columns * lanes, lanes, target, gradients.PointStride, scratch);
    }
}
