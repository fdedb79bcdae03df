using System.Buffers.Binary;
using Google.Protobuf;
using ScratchGan.Data;
using ScratchGan.Gan.Reports;
using Xunit;

namespace ScratchGan.Tests.Gan.Reports;

/// <summary>Read back by Google's decoder of Protocol Buffers, and a checksum computed bit by bit.</summary>
public sealed class TensorBoardFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"scratchgan-{Guid.NewGuid():N}.tfevents");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Scalars_and_images_are_read_by_others_as_they_were_written()
    {
        byte[] png = ImageFile.EncodePng(new byte[5 * 7 * 3], 5, 7, 3);
        var file = new TensorBoardFile();
        file.AddScalar("loss/generator", step: 300, seconds: 12.5, 0.75f);
        file.AddImage("samples", step: 70_000, seconds: 13, png, 5, 7);
        file.Save(_path);

        Dictionary<int, object>[] events = [.. Records(File.ReadAllBytes(_path)).Select(Fields)];
        Assert.Equal(3, events.Length);
        Assert.Equal("brain.Event:2", ((ByteString)events[0][3]).ToStringUtf8());
        Assert.Equal((12.5, 300L), ((double)events[1][1], (long)events[1][2]));
        Dictionary<int, object> scalar = Inner(Inner(events[1][5])[1]);
        Assert.Equal(("loss/generator", 0.75f), (((ByteString)scalar[1]).ToStringUtf8(), (float)scalar[2]));
        Assert.Equal((13.0, 70_000L), ((double)events[2][1], (long)events[2][2]));
        Dictionary<int, object> image = Inner(Inner(Inner(events[2][5])[1])[4]);
        Assert.Equal((7L, 5L), ((long)image[1], (long)image[2]));
        Assert.Equal(png, ((ByteString)image[4]).ToByteArray());
    }

    /// <summary>The check value that the polynomial is published with.</summary>
    [Fact]
    public void The_checksum_is_Castagnolis() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    /// <summary>Splits the file, and checks both checksums of every record.</summary>
    private static IEnumerable<byte[]> Records(byte[] file)
    {
        int place = 0;
        while (place < file.Length)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(place));
            Assert.Equal(Masked(file.AsSpan(place, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(place + 8)));
            byte[] contents = file[(place + 12)..(place + 12 + length)];
            Assert.Equal(Masked(contents), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(place + 12 + length)));
            yield return contents;
            place += 16 + length;
        }
    }

    private static Dictionary<int, object> Inner(object message) => Fields(((ByteString)message).ToByteArray());

    private static Dictionary<int, object> Fields(byte[] message)
    {
        var fields = new Dictionary<int, object>();
        using var input = new CodedInputStream(message);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
            fields.Add(WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadInt64(),
                WireFormat.WireType.Fixed64 => input.ReadDouble(),
                WireFormat.WireType.Fixed32 => input.ReadFloat(),
                _ => (object)input.ReadBytes(),
            });
        return fields;
    }

    /// <summary>The polynomial 0x1EDC6F41, reflected, one bit after another.</summary>
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x82F63B78 : 0);
        }
        crc = ~crc;
        return (crc >> 15 | crc << 17) + 0xA282EAD8;
    }
}
