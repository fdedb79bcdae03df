using ScratchGan.Kernels.Random;

namespace ScratchGan.Proofs;

/// <summary>What happens to files: they end early, bits turn, numbers in headers become huge, a piece is written over another.</summary>
internal enum Damage
{
    Truncated,
    Flipped,
    Oversized,
    Overwritten,
}

/// <summary>Damages a copy of a file.</summary>
internal static class DamageExtensions
{
    private const int MostFlips = 8;
    private const int MostOversized = 8;
    private const int HeaderLength = 128;
    private const int LongestPiece = 64;

    internal static byte[] Apply(this Damage damage, byte[] file, PhiloxSequence random)
    {
        byte[] copy = [.. file];
        switch (damage)
        {
            case Damage.Truncated:
                return copy[..random.NextInt(copy.Length)];
            case Damage.Flipped:
                for (int flips = 1 + random.NextInt(MostFlips); flips > 0; flips--)
                    copy[random.NextInt(copy.Length)] ^= (byte)(1 << random.NextInt(8));
                return copy;
            case Damage.Oversized:
                int length = 1 + random.NextInt(MostOversized);
                int start = random.NextInt(Math.Max(1, Math.Min(HeaderLength, copy.Length) - length));
                // 0xFF… is −1 or the most that fits; 0x7F… is the most that fits a signed number.
                copy.AsSpan(start, length).Fill(0xFF);
                copy[start] = random.NextInt(2) == 0 ? (byte)0xFF : (byte)0x7F;
                return copy;
            case Damage.Overwritten:
                int piece = 1 + random.NextInt(Math.Min(LongestPiece, copy.Length));
                copy.AsSpan(random.NextInt(copy.Length - piece + 1), piece).ToArray().CopyTo(copy, random.NextInt(copy.Length - piece + 1));
                return copy;
            default:
                throw new ArgumentOutOfRangeException(nameof(damage), damage, null);
        }
    }
}
