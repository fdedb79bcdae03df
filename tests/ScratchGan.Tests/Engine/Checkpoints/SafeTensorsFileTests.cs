using System.Buffers.Binary;
using System.Text;
using ScratchGan.Engine.Checkpoints;
using Xunit;

namespace ScratchGan.Tests.Engine.Checkpoints;

public sealed class SafeTensorsFileTests
{
    private static readonly SafeTensorsFile Small = new(
        [KeyValuePair.Create("step", "17"), KeyValuePair.Create("seed", "3")],
        [new NamedArray("b.weight", [2, 3], [1f, -2f, 0.5f, float.NaN, float.MaxValue, -0f]), new NamedArray("a", [], [4f]), new NamedArray("empty", [0, 2], [])]);

    [Fact]
    public void What_is_written_is_read_in_the_same_order_and_written_again_byte_for_byte()
    {
        byte[] bytes = Bytes(Small);
        SafeTensorsFile read = Read(bytes);
        Assert.Equal(Small.Metadata, read.Metadata);
        Assert.Equal("17", read["step"]);
        Assert.Null(read["other"]);
        Assert.Equal(["b.weight", "a", "empty"], read.Arrays.Select(array => array.Name));
        Assert.Equal([[2, 3], [], [0, 2]], read.Arrays.Select(array => array.Shape));
        for (int i = 0; i < read.Arrays.Count; i++)
            Assert.Equal(Small.Arrays[i].Values.Select(BitConverter.SingleToInt32Bits), read.Arrays[i].Values.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(bytes, Bytes(read));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        byte[] bytes = Bytes(new SafeTensorsFile([KeyValuePair.Create("k", "v")], [new NamedArray("x", [2], [1f, -2f])]));
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        string header = Encoding.UTF8.GetString(bytes, 8, length);
        Assert.StartsWith("{\"__metadata__\":{\"k\":\"v\",\"sha256\":\"", header);
        Assert.EndsWith("\"},\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", header.TrimEnd(' '));
        Assert.Equal([0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0], bytes[(8 + length)..]);
    }

    [Fact]
    public void A_file_by_another_writer_needs_no_checksum_and_may_name_arrays_in_any_order()
    {
        const string Late = "\"late\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}";
        const string Early = "\"early\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}";
        SafeTensorsFile read = Read(File($"{{{Late},{Early}}}", 12));
        Assert.Equal(["early", "late"], read.Arrays.Select(array => array.Name));
        Assert.Empty(read.Metadata);
    }

    [Fact]
    public void A_file_cut_at_any_length_is_refused()
    {
        byte[] bytes = Bytes(Small);
        for (int length = 0; length < bytes.Length; length++)
            AssertRefused(bytes[..length], $"cut to {length} bytes");
        AssertRefused([.. bytes, 0], "one byte too long");
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_refused()
    {
        byte[] bytes = Bytes(Small);
        for (int at = 0; at < bytes.Length; at++)
            foreach (byte change in (byte[])[0x01, 0x02, 0x08, 0x20, 0x80, 0xff])
            {
                byte[] changed = [.. bytes];
                changed[at] ^= change;
                AssertRefused(changed, $"byte {at} ({(char)bytes[at]}) xor {change:x2}");
            }
    }

    [Theory]
    [InlineData("{\"x\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]}}", "F16")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,12]}}", "x")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,16]}}", "x")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[4,16]}}", "x")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-4,12]}}", "x")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[12,0]}}", "x")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[-1,-3],\"data_offsets\":[0,12]}}", "")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3.5],\"data_offsets\":[0,12]}}", "")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":3,\"data_offsets\":[0,12]}}", "")]
    [InlineData("{\"x\":{\"dtype\":32,\"shape\":[3],\"data_offsets\":[0,12]}}", "")]
    [InlineData("{\"x\":{\"shape\":[3],\"data_offsets\":[0,12]}}", "")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0]}}", "")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,12]}}", "")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1073741824],\"data_offsets\":[0,4294967296]}}", "4294967296")]
    [InlineData("{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", "x")]
    [InlineData("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"},\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", "k")]
    [InlineData("{\"__metadata__\":{\"k\":1},\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", "")]
    [InlineData("{\"__metadata__\":7}", "")]
    [InlineData("{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", "")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    [InlineData("null", "")]
    [InlineData("", "")]
    public void A_header_that_lies_is_refused(string header, string named) => Assert.Contains(named, AssertRefused(File(header, 12), header));

    [Fact]
    public void A_header_deeper_than_any_parser_likes_is_refused() => AssertRefused(File(new string('[', 100_000), 0), "deep");

    [Fact]
    public void A_header_longer_than_the_file_allocates_nothing()
    {
        byte[] bytes = new byte[64];
        foreach (ulong length in (ulong[])[57, 99_000_000, 1UL << 40, ulong.MaxValue, long.MaxValue])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
            long before = GC.GetAllocatedBytesForCurrentThread();
            AssertRefused(bytes, $"header of {length}");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }
    }

    /// <summary>Nothing but InvalidDataException, whatever the bytes.</summary>
    private static string AssertRefused(byte[] bytes, string what)
    {
        Exception? error = Record.Exception(() => Read(bytes));
        Assert.True(error is InvalidDataException, $"{what}: {error?.GetType().Name ?? "accepted"}");
        return error!.Message;
    }

    private static SafeTensorsFile Read(byte[] bytes) => SafeTensorsFile.Read(new MemoryStream(bytes));

    private static byte[] Bytes(SafeTensorsFile file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    /// <summary>A file with this header and some bytes of data.</summary>
    private static byte[] File(string header, int data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + text.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }
}
