using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ScratchGan.Engine.Export;

/// <summary>
/// A message of Protocol Buffers as it is written: fields one after another, each a key (number · 8 + wire type) and a value. Integers are varints of seven bits
/// a byte, the least significant first; texts, bytes and messages follow their length.
/// </summary>
public sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int EightBytes = 1;
    private const int Delimited = 2;
    private const int FourBytes = 5;
    private readonly MemoryStream _bytes = new();

    public ProtobufMessage Integer(int field, long value)
    {
        Key(field, Varint);
        Write((ulong)value);
        return this;
    }

    public ProtobufMessage Float(int field, float value)
    {
        Key(field, FourBytes);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public ProtobufMessage Double(int field, double value)
    {
        Key(field, EightBytes);
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public ProtobufMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Key(field, Delimited);
        Write((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    public ProtobufMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Message(int field, ProtobufMessage value) => Bytes(field, value._bytes.GetBuffer().AsSpan(0, (int)value._bytes.Length));

    public byte[] ToArray() => _bytes.ToArray();

    private void Key(int field, int type) => Write((ulong)field << 3 | (uint)type);

    private void Write(ulong value)
    {
        for (int count = Math.Max(1, (70 - BitOperations.LeadingZeroCount(value)) / 7); count > 1; count--, value >>= 7)
            _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
