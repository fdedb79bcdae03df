using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ScratchGan.Data;

/// <summary>What a cache file knows besides pixels and labels.</summary>
internal sealed record CacheNotes(string[]? ClassNames, bool IsGrey, int DamagedCount, string[] DamagedNames);

/// <summary>
/// The layout of a cache file: header · pixels [count, C, S, S] bytes · labels [count] 32-bit integers · notes as JSON; little-endian.
/// Header: magic, version, count, channels, side, length of the notes, SHA-256 of pixels and labels, SHA-256 of everything before it and the notes.
/// </summary>
internal sealed record CacheFormat(int Count, int Channels, int Side, CacheNotes Notes, byte[] ContentHash)
{
    internal const int HeaderLength = 96;

    private const int Version = 1;
    private const int HashOffset = 28;
    private const int SealOffset = HashOffset + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "SGANDATA"u8;

    internal int ImageLength => Channels * Side * Side;

    internal long LabelsOffset => HeaderLength + (long)Count * ImageLength;

    internal long NotesOffset => LabelsOffset + sizeof(int) * (long)Count;

    internal (byte[] Header, byte[] Notes) Encode()
    {
        byte[] notes = JsonSerializer.SerializeToUtf8Bytes(Notes);
        byte[] header = new byte[HeaderLength];
        Magic.CopyTo(header);
        int[] numbers = [Version, Count, Channels, Side, notes.Length];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(Magic.Length + sizeof(int) * i), numbers[i]);
        ContentHash.CopyTo(header.AsSpan(HashOffset));
        Seal(header, notes).CopyTo(header.AsSpan(SealOffset));
        return (header, notes);
    }

    /// <summary>Reads and checks header and notes; null when the file is not a whole cache of this version.</summary>
    internal static CacheFormat? Decode(Stream stream)
    {
        byte[] header = new byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.AsSpan().StartsWith(Magic))
            return null;
        int[] numbers = [.. Enumerable.Range(0, 5).Select(i => BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(Magic.Length + sizeof(int) * i)))];
        if (numbers[0] != Version || numbers.Any(number => number < 1))
            return null;
        var format = new CacheFormat(numbers[1], numbers[2], numbers[3], new CacheNotes(null, false, 0, []), header[HashOffset..SealOffset]);
        if (stream.Length != format.NotesOffset + numbers[4])
            return null;
        byte[] notes = new byte[numbers[4]];
        stream.Position = format.NotesOffset;
        stream.ReadExactly(notes);
        if (!Seal(header, notes).AsSpan().SequenceEqual(header.AsSpan(SealOffset, SHA256.HashSizeInBytes)))
            return null;
        return format with { Notes = JsonSerializer.Deserialize<CacheNotes>(Encoding.UTF8.GetString(notes))! };
    }

    private static byte[] Seal(byte[] header, byte[] notes) => SHA256.HashData([.. header[..SealOffset], .. notes]);
}
