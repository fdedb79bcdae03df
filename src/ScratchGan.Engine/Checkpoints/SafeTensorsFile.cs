using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScratchGan.Engine.Checkpoints;

/// <summary>A named array of a safetensors file: float32 (F32), or whole numbers (I64), which other programs store beside weights.</summary>
/// <param name="Values">empty when there are <see cref="Integers"/></param>
public sealed record NamedArray(string Name, int[] Shape, float[] Values)
{
    /// <summary>The values of an array of whole numbers; null for one of float32.</summary>
    public long[]? Integers { get; init; }

    internal Span<byte> Bytes => Integers is null ? MemoryMarshal.AsBytes(Values.AsSpan()) : MemoryMarshal.AsBytes(Integers.AsSpan());
}

/// <summary>
/// Reads and writes safetensors: an 8-byte little-endian header length, a JSON header {name: {dtype, shape, data_offsets}}, then raw little-endian data.
/// Data only, never code. Metadata and arrays keep the order they are given in, so equal contents are equal bytes. A SHA-256 of everything else stands in
/// the metadata under "sha256"; a file by another writer, which has none, is accepted without it.
/// </summary>
public sealed class SafeTensorsFile(IReadOnlyList<KeyValuePair<string, string>> metadata, IReadOnlyList<NamedArray> arrays)
{
    private const string ChecksumKey = "sha256";
    private const string Float = "F32";
    private const string Integer = "I64";
    private const int MaximumHeader = 100_000_000;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; } = metadata;

    public IReadOnlyList<NamedArray> Arrays { get; } = arrays;

    /// <summary>The metadata value of a key; null when absent.</summary>
    public string? this[string key] => Metadata.Where(entry => entry.Key == key).Select(entry => entry.Value).FirstOrDefault();

    public void Write(Stream stream)
    {
        byte[] header = Header(Checksum(Metadata, Arrays));
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (NamedArray array in Arrays)
            stream.Write(array.Bytes);
    }

    /// <exception cref="InvalidDataException">the file is not a complete, unaltered safetensors file of float32 and int64 arrays; the message says what is
    /// wrong</exception>
    public static SafeTensorsFile Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw new InvalidDataException($"expected a safetensors header, found {stream.Length} bytes");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumHeader || (long)length > stream.Length - 8)
            throw new InvalidDataException($"the header announces {length} bytes, the file has {stream.Length}");
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        (List<KeyValuePair<string, string>> metadata, List<Entry> entries) = Parse(header);
        long expected = entries.Count == 0 ? 0 : entries[^1].End;
        if (stream.Length - stream.Position != expected)
            throw new InvalidDataException($"expected {expected} bytes of data after the header, found {stream.Length - stream.Position}");
        var arrays = new List<NamedArray>(entries.Count);
        foreach (Entry entry in entries)
        {
            long bytes = entry.End - entry.Start;
            NamedArray array = entry.IsInteger
                ? new NamedArray(entry.Name, entry.Shape, []) { Integers = new long[bytes / sizeof(long)] }
                : new NamedArray(entry.Name, entry.Shape, new float[bytes / sizeof(float)]);
            stream.ReadExactly(array.Bytes);
            arrays.Add(array);
        }
        if (metadata.Count > 0)
        {
            // The checksum stands last. Under a name with a changed letter it would pass for the metadata of another writer.
            (string key, string stored) = metadata[^1];
            metadata.RemoveAt(metadata.Count - 1);
            bool matches = stored == Checksum(metadata, arrays);
            if (matches != (key == ChecksumKey))
                throw new InvalidDataException("the contents do not match the checksum: bytes were changed after the file was written");
            if (!matches)
                metadata.Add(KeyValuePair.Create(key, stored));
        }
        return new SafeTensorsFile(metadata, arrays);
    }

    private static (List<KeyValuePair<string, string>>, List<Entry>) Parse(byte[] header)
    {
        var metadata = new List<KeyValuePair<string, string>>();
        var entries = new List<Entry>();
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                    metadata.AddRange(property.Value.EnumerateObject().Select(item => KeyValuePair.Create(item.Name, item.Value.GetString() ?? "")));
                else
                    entries.Add(Entry.Parse(property));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new InvalidDataException("the header is not the JSON of a safetensors file");
        }
        RequireUnique(metadata.Select(entry => entry.Key));
        RequireUnique(entries.Select(entry => entry.Name));
        entries = [.. entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End)];
        long position = 0;
        foreach (Entry entry in entries)
        {
            if (entry.Start != position || entry.End - entry.Start != entry.Bytes)
                throw new InvalidDataException($"array {entry.Name}: its shape and its place in the file do not agree");
            position = entry.End;
        }
        return (metadata, entries);
    }

    private static void RequireUnique(IEnumerable<string> names)
    {
        var seen = new HashSet<string>();
        foreach (string name in names)
            if (!seen.Add(name))
                throw new InvalidDataException($"the header names {name} twice");
    }

    private byte[] Header(string checksum)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in Metadata)
                json.WriteString(key, value);
            json.WriteString(ChecksumKey, checksum);
            json.WriteEndObject();
            long offset = 0;
            foreach (NamedArray array in Arrays)
            {
                json.WriteStartObject(array.Name);
                json.WriteString("dtype", array.Integers is null ? Float : Integer);
                json.WriteStartArray("shape");
                foreach (int size in array.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += array.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces up to a multiple of 8 keep the data aligned, as the format asks.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static string Checksum(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<NamedArray> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string value) in metadata)
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new[] { key, value }));
        foreach (NamedArray array in arrays)
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(array.Name));
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(array.Shape));
            hash.AppendData(array.Bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private readonly record struct Entry(string Name, int[] Shape, bool IsInteger, long Start, long End, long Bytes)
    {
        public static Entry Parse(JsonProperty property)
        {
            string? type = property.Value.GetProperty("dtype").GetString();
            if (type is not (Float or Integer))
                throw new InvalidDataException($"array {property.Name}: expected float32 (F32) or whole numbers (I64), found {type}");
            int[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
            if (offsets.Length != 2 || shape.Any(size => size < 0))
                throw new FormatException();
            long bytes = shape.Aggregate((long)(type == Integer ? sizeof(long) : sizeof(float)), (product, size) => checked(product * size));
            return new Entry(property.Name, shape, type == Integer, offsets[0], offsets[1], bytes);
        }
    }
}
