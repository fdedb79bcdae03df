using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// Rows are channels, columns are positions (n, u, v), and residue (ρ, κ) of a position is pixel (s·u + ρ, s·v + κ): x[n, c, s·u + ρ, s·v + κ].
/// All residues are stored together, so that each row of pixels is written once and whole.
/// </summary>
internal readonly unsafe struct InterleavedImageOutput(float* x, PatchPlanes planes, ConvolutionGeometry geometry) : IOutputMatrix
{
    private readonly int _residueRows = Math.Min(geometry.Stride, geometry.H);
    private readonly int _residueColumns = Math.Min(geometry.Stride, geometry.W);

    public void Store(int group, int part, int firstRow, int rows, int columnBlock, int columns, float* tile, nint tileStride, nint residueStride)
    {
        PatchBlock block = planes.Block(columnBlock);
        int height = geometry.H;
        int width = geometry.W;
        for (int image = 0; image < block.Images; image++)
            for (int row = 0; row < rows; row++)
            {
                nint channel = (nint)(block.FirstImage + image) * geometry.C + group * geometry.ChannelsPerGroup + firstRow + row;
                float* source = tile + row * tileStride + (nint)image * block.PositionsPerImage;
                for (int u = 0; u < block.Rows; u++, source += block.Columns)
                {
                    int top = geometry.Stride * (block.FirstRow + u);
                    for (int residue = 0; residue < Math.Min(_residueRows, height - top); residue++)
                        StoreRow(source + (nint)residue * _residueColumns * residueStride, residueStride, x + (channel * height + top + residue) * width);
                }
            }
    }

    /// <summary>target[s·v + κ] = source[κ · residueStride + v].</summary>
    private void StoreRow(float* source, nint residueStride, float* target)
    {
        int width = geometry.W;
        int stride = geometry.Stride;
        if (stride == 1)
        {
            Panels.Copy(source, target, width);
            return;
        }
        int first = 0;
        if (stride == 2 && Avx.IsSupported)
        {
            for (; first + 16 <= width; first += 16, source += 8)
            {
                Vector256<float> even = Avx.LoadVector256(source);
                Vector256<float> odd = Avx.LoadVector256(source + residueStride);
                Vector256<float> low = Avx.UnpackLow(even, odd);
                Vector256<float> high = Avx.UnpackHigh(even, odd);
                Avx.Store(target + first, Avx.Permute2x128(low, high, 0x20));
                Avx.Store(target + first + 8, Avx.Permute2x128(low, high, 0x31));
            }
            for (; first + 8 <= width; first += 8, source += 4)
            {
                Vector128<float> even = Sse.LoadVector128(source);
                Vector128<float> odd = Sse.LoadVector128(source + residueStride);
                Sse.Store(target + first, Sse.UnpackLow(even, odd));
                Sse.Store(target + first + 4, Sse.UnpackHigh(even, odd));
            }
        }
        for (int residue = 0; residue < _residueColumns; residue++)
            for (nint pixel = first + residue, v = 0; pixel < width; pixel += stride, v++)
                target[pixel] = source[residue * residueStride + v];
    }
}
