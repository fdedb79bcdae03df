using System.Runtime.Intrinsics.X86;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>Images [N, channels, height, width] in memory.</summary>
internal readonly unsafe struct ImageBatch(float* pixels, int channels, int height, int width)
{
    /// <summary>Rows that are asked for ahead of their use: those of so many channels are too far apart for the processor to foresee.</summary>
    private const int Ahead = 2;

    /// <summary>Floats of a cache line.</summary>
    private const int Line = 16;

    public int Channels { get; } = channels;

    public int Height { get; } = height;

    public int Width { get; } = width;

    /// <summary>Floats between two channels.</summary>
    public nint Plane => (nint)Height * Width;

    public float* At(int image, int channel, int row, int column) =>
        pixels + ((nint)image * Channels + channel) * Plane + (nint)row * Width + column;

    /// <summary>
    /// Copies a rectangle of as many channels as a vector has lanes, a vector for each pixel: target[(row · columns + column) · lanes + lane]. Pixels outside
    /// the image and lanes beyond the last channel are 0.
    /// </summary>
    public void ReadVectors(int image, int firstChannel, int lanes, int firstRow, int rows, int firstColumn, int columns, float* target)
    {
        int channels = Math.Clamp(Channels - firstChannel, 0, lanes);
        int left = Math.Clamp(-firstColumn, 0, columns);
        int right = Math.Clamp(Width - firstColumn, left, columns);
        for (int row = firstRow; row < firstRow + rows; row++, target += (nint)columns * lanes)
        {
            bool inside = row >= 0 && row < Height && right > left;
            if (!inside || channels < lanes)
            {
                new Span<float>(target, columns * lanes).Clear();
                if (!inside)
                    continue;
            }
            else
            {
                new Span<float>(target, left * lanes).Clear();
                new Span<float>(target + (nint)right * lanes, (columns - right) * lanes).Clear();
            }
            if (Sse.IsSupported && Width >= Line && row + Ahead < Math.Min(Height, firstRow + rows))
                for (int channel = 0; channel < channels; channel++)
                    for (int column = firstColumn + left; column < firstColumn + right; column += Line)
                        Sse.Prefetch0(At(image, firstChannel + channel, row + Ahead, column));
            Transposition.Run(At(image, firstChannel, row, firstColumn + left), Plane, target + (nint)left * lanes, lanes, right - left, channels);
        }
    }

    /// <summary>Stores one row of vectors, a vector for each pixel; pixels outside the image and lanes beyond the last channel are left out.</summary>
    public void WriteVectors(float* source, int lanes, int image, int firstChannel, int row, int firstColumn, int columns)
    {
        if (row >= Height)
            return;
        int channels = Math.Min(lanes, Channels - firstChannel);
        Transposition.Run(source, lanes, At(image, firstChannel, row, firstColumn), Plane, channels, Math.Min(columns, Width - firstColumn));
    }
}
