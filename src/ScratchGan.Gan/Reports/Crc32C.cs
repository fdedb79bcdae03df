using System.Numerics;

namespace ScratchGan.Gan.Reports;

/// <summary>CRC-32C (Castagnoli 1993), masked as TensorFlow's records are: rotated right by 15 bits, and a constant added.</summary>
internal static class Crc32C
{
    private const uint Mask = 0xA282EAD8;

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    internal static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Of(bytes), 15) + Mask;
}
