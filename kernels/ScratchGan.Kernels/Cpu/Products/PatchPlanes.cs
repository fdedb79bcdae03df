using System.Runtime.Intrinsics.X86;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// Image patches by address arithmetic. A patch matrix holds source[n, c, σ·u + y, σ·v + x] at row (c, tap) and column (n, u, v), where tap t = (y, x) is an
/// offset.
/// <para>
/// The source rows under one block of positions are copied once, zeros around them, split into σ×σ phase planes: pixel (σ·r + φ, σ·t + ψ), counted from the
/// smallest offset, goes to place (r, t) of plane (φ, ψ). There every tap of every position is at tapOffset + positionOffset, neighbouring positions are
/// neighbours in memory for any stride σ, and nothing tests for the border. With 16 floats between channels so that they do not share cache sets.
/// </para>
/// </summary>
internal readonly unsafe struct PatchPlanes
{
    private readonly float* _source;
    private readonly int _images, _channels, _height, _width, _step, _rows, _columns;
    private readonly int _firstRowOffset, _firstColumnOffset, _phaseRows, _phaseColumns, _pitch, _planeRows;
    private readonly int _imagesPerBlock, _rowsPerBlock, _blocksPerImage;

    /// <param name="source">the images, [images, channels, height, width]</param>
    /// <param name="images">number of images</param>
    /// <param name="channels">channels of an image</param>
    /// <param name="size">height and width of the source</param>
    /// <param name="step">σ</param>
    /// <param name="positions">number of positions u and v</param>
    /// <param name="rowOffsets">smallest and largest row offset of a tap</param>
    /// <param name="columnOffsets">smallest and largest column offset of a tap</param>
    /// <param name="wanted">about how many positions a block shall have: rows of one image, or several images</param>
    public PatchPlanes(
        float* source, int images, int channels, (int Height, int Width) size, int step, (int Rows, int Columns) positions,
        (int First, int Last) rowOffsets, (int First, int Last) columnOffsets, int wanted)
    {
        _source = source;
        _images = images;
        _channels = channels;
        (_height, _width) = size;
        _step = step;
        (_rows, _columns) = positions;
        _firstRowOffset = rowOffsets.First;
        _firstColumnOffset = columnOffsets.First;
        int rowSpan = rowOffsets.Last - rowOffsets.First;
        int columnSpan = columnOffsets.Last - columnOffsets.First;
        _phaseRows = Math.Min(step, rowSpan + 1);
        _phaseColumns = Math.Min(step, columnSpan + 1);
        _rowsPerBlock = Math.Clamp(wanted / _columns, 1, _rows);
        _blocksPerImage = ProductPlan.Divide(_rows, _rowsPerBlock);
        _imagesPerBlock = _blocksPerImage > 1 ? 1 : Math.Clamp(wanted / (_rows * _columns), 1, images);
        _pitch = _columns + columnSpan / step;
        _planeRows = _rowsPerBlock + rowSpan / step;
    }

    public int Blocks => _blocksPerImage > 1 ? _images * _blocksPerImage : ProductPlan.Divide(_images, _imagesPerBlock);

    public int MaxPositions => _imagesPerBlock * _rowsPerBlock * _columns;

    public nint ChannelStride => _imagesPerBlock * ImageStride + 16;

    private nint PlaneStride => (nint)_planeRows * _pitch;

    private nint ImageStride => _phaseRows * _phaseColumns * PlaneStride;

    /// <summary>The images and rows of positions that make up a block.</summary>
    public PatchBlock Block(int block)
    {
        if (_blocksPerImage > 1)
        {
            int firstRow = block % _blocksPerImage * _rowsPerBlock;
            return new PatchBlock(block / _blocksPerImage, 1, firstRow, Math.Min(_rowsPerBlock, _rows - firstRow), _columns);
        }
        int firstImage = block * _imagesPerBlock;
        return new PatchBlock(firstImage, Math.Min(_imagesPerBlock, _images - firstImage), 0, _rows, _columns);
    }

    public nint TapOffset(int rowOffset, int columnOffset)
    {
        (int row, int rowPhase) = Math.DivRem(rowOffset - _firstRowOffset, _step);
        (int column, int columnPhase) = Math.DivRem(columnOffset - _firstColumnOffset, _step);
        return (rowPhase * _phaseColumns + columnPhase) * PlaneStride + row * _pitch + column;
    }

    /// <summary>Offset of position number <paramref name="index"/> of a block.</summary>
    public nint PositionOffset(in PatchBlock block, int index)
    {
        (int row, int column) = Math.DivRem(index, _columns);
        (int image, row) = Math.DivRem(row, block.Rows);
        return image * ImageStride + row * _pitch + column;
    }

    /// <summary>Copies what the block needs of some channels into phase planes.</summary>
    public void Prepare(in PatchBlock block, int firstChannel, int channels, float* planes)
    {
        int planeRows = block.Rows + _planeRows - _rowsPerBlock;
        for (int channel = 0; channel < channels; channel++)
            for (int image = 0; image < block.Images; image++)
            {
                float* source = _source + ((nint)(block.FirstImage + image) * _channels + firstChannel + channel) * _height * _width;
                float* target = planes + channel * ChannelStride + image * ImageStride;
                for (int rowPhase = 0; rowPhase < _phaseRows; rowPhase++, target += _phaseColumns * PlaneStride)
                    PrepareRows(source, target, _step * block.FirstRow + _firstRowOffset + rowPhase, planeRows);
            }
    }

    /// <summary>
    /// All planes of one row phase: place (r, t) of column phase ψ is source pixel (firstRow + σ·r, first column offset + ψ + σ·t), or 0 outside.
    /// </summary>
    private void PrepareRows(float* source, float* target, int firstRow, int planeRows)
    {
        nint planeStride = PlaneStride, nextChannel = (nint)_height * _width;
        int pitch = _pitch, width = _width, height = _height, step = _step, phases = _phaseColumns, firstColumn = _firstColumnOffset;
        for (int r = 0, y = firstRow; r < planeRows; r++, y += step, target += pitch)
        {
            float* row = source + (nint)y * width;
            // The same row of the next channel: too far away for the processor to foresee, and needed soon.
            for (int x = 0; Sse.IsSupported && x < width; x += 16)
                Sse.Prefetch0(row + nextChannel + x);
            if (y < 0 || y >= height)
                for (int phase = 0; phase < phases; phase++)
                    PhaseRows.Clear(target + phase * planeStride, 0, pitch);
            else if (step == 1)
                PhaseRows.Copy(row, width, firstColumn, target, pitch);
            else if (step == 2 && phases == 2)
                PhaseRows.Split(row, width, firstColumn, target, target + planeStride, pitch);
            else
                for (int phase = 0; phase < phases; phase++)
                    PhaseRows.Pick(row, width, firstColumn + phase, step, target + phase * planeStride, pitch);
        }
    }
}
