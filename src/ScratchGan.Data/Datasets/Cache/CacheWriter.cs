using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ScratchGan.Data;

/// <summary>
/// Fills a cache file from a source: images are read in order, decoded in parallel a block at a time, and written in order.
/// Memory in use is one block, whatever the size of the set.
/// </summary>
internal sealed class CacheWriter
{
    private const int BlockImages = 64;

    /// <summary>Of a block's files, and of what they are decoded to.</summary>
    private const long BlockBytes = 64L << 20;

    private const int MaximumThreads = 8;
    private const int NamedDamages = 10;

    private readonly ImageSource _source;
    private readonly DatasetOptions _options;
    private readonly Stream _stream;
    private readonly IncrementalHash _hash;
    private readonly int _imageLength;
    private readonly int _blockImages;
    private readonly List<int> _labels = [];
    private readonly List<string> _damaged = [];
    private int _damagedCount;
    private int _done;
    private bool _isGrey = true;

    private CacheWriter(ImageSource source, DatasetOptions options, Stream stream, IncrementalHash hash)
    {
        _source = source;
        _options = options;
        _stream = stream;
        _hash = hash;
        _imageLength = source.Channels * options.ImageSize * options.ImageSize;
        _blockImages = (int)Math.Clamp(BlockBytes / _imageLength, 1, BlockImages);
    }

    /// <summary>An upper bound of the file's length, to claim the room before the work.</summary>
    internal static long EstimateLength(ImageSource source, int size)
        => CacheFormat.HeaderLength + (long)source.Count * ((long)source.Channels * size * size + sizeof(int)) + 4096;

    internal static void Write(ImageSource source, DatasetOptions options, Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        new CacheWriter(source, options, stream, hash).Write();
    }

    private void Write()
    {
        _stream.Position = CacheFormat.HeaderLength;
        var block = new List<SourceImage>();
        long blockBytes = 0;
        foreach (SourceImage image in _source.Images())
        {
            block.Add(image);
            blockBytes += image.Bytes.Length;
            if (block.Count < _blockImages && blockBytes < BlockBytes)
                continue;
            WriteBlock(block);
            block.Clear();
            blockBytes = 0;
        }
        WriteBlock(block);
        if (_labels.Count == 0)
            throw new DataException(
                $"{_source.Location}: expected at least one image that can be read, "
                + $"found {Wording.Counted(_damagedCount, "damaged one")}{(_damagedCount == 1 ? "" : ", the first")}: {_damaged[0]}");

        byte[] labels = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_labels)).ToArray();
        _stream.Write(labels);
        _hash.AppendData(labels);
        var notes = new CacheNotes(_source.ClassNames?.ToArray(), _isGrey, _damagedCount, [.. _damaged]);
        var format = new CacheFormat(_labels.Count, _source.Channels, _options.ImageSize, notes, _hash.GetHashAndReset());
        (byte[] header, byte[] encodedNotes) = format.Encode();
        _stream.Write(encodedNotes);
        _stream.SetLength(_stream.Position);
        _stream.Position = 0;
        _stream.Write(header);
    }

    private void WriteBlock(List<SourceImage> block)
    {
        byte[] pixels = new byte[block.Count * _imageLength];
        string?[] problems = new string?[block.Count];
        var threads = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(MaximumThreads, Environment.ProcessorCount) };
        try
        {
            Parallel.For(0, block.Count, threads, i => problems[i] = block[i].Problem ?? Fit(block[i], pixels.AsSpan(i * _imageLength, _imageLength)));
        }
        catch (AggregateException failures)
        {
            // Not a damaged image but, say, no memory to decode it: the caller knows the exception that was thrown, not its wrapping.
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
        for (int i = 0; i < block.Count; i++)
        {
            if (problems[i] is string problem)
            {
                Skip(Wording.Printable($"{block[i].Name}: {problem}"));
                continue;
            }
            ReadOnlySpan<byte> image = pixels.AsSpan(i * _imageLength, _imageLength);
            _stream.Write(image);
            _hash.AppendData(image);
            _labels.Add(block[i].Label);
            _isGrey = _isGrey && IsGrey(image);
        }
        _done += block.Count;
        _options.Progress?.Invoke(_done, _source.Count);
    }

    /// <summary>What is wrong with an image that cannot be decoded; null when it was.</summary>
    private string? Fit(SourceImage image, Span<byte> planes)
    {
        try
        {
            _source.Fit(image, _options.ImageSize, planes);
            return null;
        }
        catch (DataException exception)
        {
            return exception.Message;
        }
    }

    private void Skip(string note)
    {
        _damagedCount++;
        if (_damaged.Count >= NamedDamages)
            return;
        _damaged.Add(note);
        _options.Report?.Invoke($"skipped {note}");
    }

    /// <summary>R = G = B everywhere, or one channel only.</summary>
    private bool IsGrey(ReadOnlySpan<byte> image)
    {
        int area = image.Length / _source.Channels;
        return _source.Channels == 1
            || (image[..area].SequenceEqual(image.Slice(area, area)) && image[..area].SequenceEqual(image.Slice(2 * area, area)));
    }
}
