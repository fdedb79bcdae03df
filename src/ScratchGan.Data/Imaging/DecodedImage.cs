namespace ScratchGan.Data;

/// <summary>An opaque RGB image as a file gave it: 3 bytes a pixel, rows from top to bottom.</summary>
internal readonly record struct DecodedImage(int Width, int Height, byte[] Rgb);
