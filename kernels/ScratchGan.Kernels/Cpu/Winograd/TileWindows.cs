namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>Windows of the big image to points and back; k = (phase, channel).</summary>
internal static unsafe class TileWindows<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats of scratch that <see cref="Fill"/> needs.</summary>
    public static long ScratchLength(in WinogradSizes sizes, in TileChunk chunk) =>
        TileTransform<TTile, TSimd, TVector>.ScratchLength + (long)sizes.Window(chunk.Rows) * sizes.Window(chunk.Columns) * TSimd.Lanes;

    /// <summary>Bᵀ d B for every window of one vector of channels of one image of a chunk.</summary>
    /// <param name="windows">where the transformed windows go, at k = phase · <paramref name="phaseDepth"/> + <paramref name="firstDepth"/></param>
    public static void Fill(
        in WinogradSizes sizes, in ImageBatch images, in TileChunk chunk, int image, int firstChannel,
        in TileMatrix<TTile, TSimd, TVector> windows, int phaseDepth, int firstDepth, float* scratch)
    {
        int lanes = TSimd.Lanes;
        int stride = sizes.Geometry.Stride;
        int rows = sizes.Window(chunk.Rows);
        int columns = sizes.Window(chunk.Columns);
        float* pixels = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        int padding = sizes.Geometry.Padding;
        images.ReadVectors(
            chunk.FirstImage + image, firstChannel, lanes, chunk.FirstRow * sizes.Step - padding, rows, -padding, columns, pixels);

        nint columnStep = stride * lanes;
        nint rowStep = columns * columnStep;
        for (int phase = 0; phase < sizes.Phases; phase++)
        {
            float* corner = pixels + ((nint)(phase / stride) * columns + phase % stride) * lanes;
            float* target = windows.At(image * chunk.Rows * chunk.Columns, phase * phaseDepth + firstDepth);
            for (int row = 0; row < chunk.Rows; row++)
                for (int column = 0; column < chunk.Columns; column++, target += windows.Pitch)
                    TileTransform<TTile, TSimd, TVector>.Input(
                        corner + ((nint)row * columns + column) * sizes.Step * lanes, rowStep, columnStep, target, windows.PointStride, scratch);
        }
    }

    /// <summary>
    /// pixels += B M Bᵀ for one vector of channels and one phase of some tiles: the transpose of the above. Neighbouring windows overlap, so they are summed, in
    /// the order of the tiles.
    /// </summary>
    /// <param name="m">point 0 of the first tile</param>
    /// <param name="tileStep">floats between two tiles of m</param>
    /// <param name="pixels">a vector a pixel, from −a on, <see cref="WinogradSizes.AllRows"/> by <see cref="WinogradSizes.AllColumns"/></param>
    public static void Add(
        in WinogradSizes sizes, int phase, int firstRow, int rows, float* m, nint tileStep, nint pointStride, float* pixels, float* scratch)
    {
        int lanes = TSimd.Lanes;
        int stride = sizes.Geometry.Stride;
        int columns = sizes.AllColumns;
        float* corner = pixels + ((nint)(phase / stride) * columns + phase % stride) * lanes;
        nint columnStep = stride * lanes;
        nint rowStep = columns * columnStep;
        for (int row = firstRow; row < firstRow + rows; row++)
            for (int column = 0; column < sizes.Columns; column++, m += tileStep)
                TileTransform<TTile, TSimd, TVector>.AddWindow(
                    m, pointStride, corner + ((nint)row * columns + column) * sizes.Step * lanes, rowStep, columnStep, scratch);
    }
}
