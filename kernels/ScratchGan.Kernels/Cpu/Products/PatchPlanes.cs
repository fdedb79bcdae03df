using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// Image patches by address arithmetic. A patch matrix holds source[n, c, σ·u + y, σ·v + x] at row (c, tap) and column (n, u, v), where tap t = (y, x) is an offset.
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
                for (int rowPhase = 0; rowPhase < _phaseRows; rowPhase++)
                    for (int columnPhase = 0; columnPhase < _phaseColumns; columnPhase++, target += PlaneStride)
                        PreparePlane(source, target, _step * block.FirstRow + _firstRowOffset + rowPhase, _firstColumnOffset + columnPhase, planeRows);
            }
    }

    /// <summary>One phase plane: place (r, t) is source pixel (firstRow + σ·r, firstColumn + σ·t), or 0 outside.</summary>
    private void PreparePlane(float* source, float* target, int firstRow, int firstColumn, int planeRows)
    {
        int begin = firstColumn >= 0 ? 0 : Math.Min(_pitch, ProductPlan.Divide(-firstColumn, _step));
        int end = firstColumn >= _width ? begin : Math.Clamp(ProductPlan.Divide(_width - firstColumn, _step), begin, _pitch);
        int x = firstColumn + _step * begin;
        for (int r = 0, y = firstRow; r < planeRows; r++, y += _step, target += _pitch)
        {
            if (y < 0 || y >= _height)
            {
                Panels.Clear(target, _pitch);
                continue;
            }
            for (int t = 0; t < begin; t++)
                target[t] = 0;
            float* row = source + (nint)y * _width;
            if (_step == 1)
                Panels.Copy(row + x, target + begin, end - begin);
            else if (_step == 2)
                CopyEverySecond(row, x, target + begin, end - begin);
            else
                for (int t = 0; t < end - begin; t++)
                    target[begin + t] = row[x + (nint)t * _step];
            for (int t = end; t < _pitch; t++)
                target[t] = 0;
        }
    }

    /// <summary>target[t] = row[x + 2t]; loads whole vectors inside the row, one to the left if there is room.</summary>
    private void CopyEverySecond(float* row, int x, float* target, int count)
    {
        nint t = 0;
        if (Avx2.IsSupported && x > 0)
        {
            // x + 2(t + 8) − 2 is the last pixel read, and one that is wanted.
            float* left = row + x - 1;
            for (; t + 8 <= count; t += 8)
                Avx.Store(target + t, Join(Avx.Shuffle(Avx.LoadVector256(left + 2 * t), Avx.LoadVector256(left + 2 * t + 8), 0xDD)));
            for (; t + 4 <= count; t += 4)
                Sse.Store(target + t, Sse.Shuffle(Sse.LoadVector128(left + 2 * t), Sse.LoadVector128(left + 2 * t + 4), 0xDD));
        }
        else if (Avx2.IsSupported)
        {
            // Here the last pixel read is one beyond the last wanted.
            for (; t + 8 <= count && x + 2 * t + 16 <= _width; t += 8)
                Avx.Store(target + t, Join(Avx.Shuffle(Avx.LoadVector256(row + x + 2 * t), Avx.LoadVector256(row + x + 2 * t + 8), 0x88)));
            for (; t + 4 <= count && x + 2 * t + 8 <= _width; t += 4)
                Sse.Store(target + t, Sse.Shuffle(Sse.LoadVector128(row + x + 2 * t), Sse.LoadVector128(row + x + 2 * t + 4), 0x88));
        }
        for (; t < count; t++)
            target[t] = row[x + 2 * t];
    }

    /// <summary>Puts the four pairs of a shuffle across both halves into their order: 0 2 1 3.</summary>
    private static Vector256<float> Join(Vector256<float> pairs) => Avx2.Permute4x64(pairs.AsDouble(), 0b11_01_10_00).AsSingle();
}
