namespace ScratchGan.Data;

/// <summary>
/// Turns a stored image upright by its EXIF tag 0x0112 (Exif 2.32, 4.6.4): 1 as it is, 2 mirrored, 3 turned by 180°, 4 flipped,
/// 5 transposed, 6 to be turned by 90° clockwise, 7 transverse, 8 to be turned by 90° counter-clockwise.
/// </summary>
internal static class ImageOrientation
{
    internal static DecodedImage Apply(int orientation, DecodedImage stored)
    {
        if (orientation is < 2 or > 8)
            return stored;
        // Upright pixel (x, y) is the stored pixel: swap (x, y) first for 5 to 8, then mirror.
        bool swap = orientation >= 5;
        bool mirrorX = orientation is 2 or 3 or 7 or 8;
        bool mirrorY = orientation is 3 or 4 or 6 or 7;
        int width = swap ? stored.Height : stored.Width, height = swap ? stored.Width : stored.Height;
        byte[] upright = new byte[stored.Rgb.Length];
        int target = 0;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++, target += 3)
            {
                int storedX = swap ? y : x, storedY = swap ? x : y;
                if (mirrorX)
                    storedX = stored.Width - 1 - storedX;
                if (mirrorY)
                    storedY = stored.Height - 1 - storedY;
                stored.Rgb.AsSpan(3 * (storedY * stored.Width + storedX), 3).CopyTo(upright.AsSpan(target));
            }
        return new DecodedImage(width, height, upright);
    }
}
