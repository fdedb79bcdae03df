namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>Rows are channels of images and columns are their pixels: y[n, f, u, v].</summary>
internal readonly unsafe struct ImageOutput(float* y, PatchPlanes planes, int channels, int channelsPerGroup, int pixels) : IOutputMatrix
{
    public void Store(int group, int part, int firstRow, int rows, int columnBlock, int columns, float* tile, nint tileStride, nint residueStride)
    {
        PatchBlock block = planes.Block(columnBlock);
        for (int image = 0; image < block.Images; image++)
        {
            nint channel = (nint)(block.FirstImage + image) * channels + group * channelsPerGroup + firstRow;
            float* source = tile + (nint)image * block.PositionsPerImage;
            float* target = y + channel * pixels + block.FirstPosition;
            for (int row = 0; row < rows; row++, source += tileStride, target += pixels)
                Panels.Copy(source, target, block.PositionsPerImage);
        }
    }
}
