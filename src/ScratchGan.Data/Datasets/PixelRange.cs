namespace ScratchGan.Data;

/// <summary>value = byte/127.5 − 1 and its inverse: the only place where bytes become numbers in [−1, 1] and numbers bytes.</summary>
public static class PixelRange
{
    private static readonly float[] Values = [.. Enumerable.Range(0, 256).Select(level => (float)(level / 127.5 - 1))];

    public static float ToFloat(byte level) => Values[level];

    /// <summary>The nearest byte; values outside [−1, 1] are clipped, NaN is black.</summary>
    public static byte ToByte(float value) => value >= 1f ? (byte)255 : value > -1f ? (byte)((value + 1f) * 127.5f + 0.5f) : (byte)0;

    public static void ToFloat(ReadOnlySpan<byte> levels, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, levels.Length);
        for (int i = 0; i < levels.Length; i++)
            values[i] = Values[levels[i]];
    }
}
