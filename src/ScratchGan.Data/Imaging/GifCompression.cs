namespace ScratchGan.Data;

/// <summary>
/// GIF's LZW (Welch 1984): a run of pixels seen before is one code; codes grow from 9 bits to 12 as the table fills, and a full table is begun anew. Codes are packed
/// from the lowest bit, in blocks of at most 255 bytes.
/// </summary>
internal static class GifCompression
{
    private const int PixelBits = 8;
    private const int Clear = 1 << PixelBits;
    private const int End = Clear + 1;
    private const int MostBits = 12;
    private const int LargestBlock = 255;

    internal static void Write(Stream file, ReadOnlySpan<byte> pixels)
    {
        file.WriteByte(PixelBits);
        var packer = new Packer(file);
        var table = new Dictionary<(int Run, byte Pixel), int>();
        packer.Write(Clear);
        int run = pixels[0], next = End + 1;
        foreach (byte pixel in pixels[1..])
        {
            if (table.TryGetValue((run, pixel), out int longer))
            {
                run = longer;
                continue;
            }
            packer.Write(run, next);
            if (next < (1 << MostBits) - 1)
                table.Add((run, pixel), next++);
            else
            {
                packer.Write(Clear);
                packer.Reset();
                table.Clear();
                next = End + 1;
            }
            run = pixel;
        }
        packer.Write(run, next);
        packer.Write(End);
        packer.Finish();
    }

    /// <summary>Packs codes into blocks.</summary>
    private sealed class Packer(Stream file)
    {
        private readonly List<byte> _block = [];
        private int _bits = PixelBits + 1;
        private uint _pending;
        private int _pendingBits;

        /// <summary>Writes a code; when the reader's table has grown to what these bits can say, later codes have one more.</summary>
        internal void Write(int code, int next = 0)
        {
            _pending |= (uint)code << _pendingBits;
            for (_pendingBits += _bits; _pendingBits >= 8; _pendingBits -= 8, _pending >>= 8)
                Add((byte)_pending);
            if (next >= 1 << _bits && _bits < MostBits)
                _bits++;
        }

        internal void Reset() => _bits = PixelBits + 1;

        internal void Finish()
        {
            if (_pendingBits > 0)
                Add((byte)_pending);
            Flush();
            file.WriteByte(0);
        }

        private void Add(byte value)
        {
            _block.Add(value);
            if (_block.Count == LargestBlock)
                Flush();
        }

        private void Flush()
        {
            if (_block.Count == 0)
                return;
            file.WriteByte((byte)_block.Count);
            file.Write([.. _block]);
            _block.Clear();
        }
    }
}
