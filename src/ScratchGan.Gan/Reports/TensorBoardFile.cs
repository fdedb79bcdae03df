using System.Buffers.Binary;
using ScratchGan.Data;
using ScratchGan.Engine.Export;

namespace ScratchGan.Gan.Reports;

/// <summary>
/// An event file of TensorBoard, written whole: records of length, masked CRC of the length, an Event of Protocol Buffers, and its masked CRC. Field numbers are those of
/// event.proto and summary.proto. Times are seconds of training, so equal runs of equal speed are equal files.
/// </summary>
public sealed class TensorBoardFile
{
    private readonly MemoryStream _file = new();

    public TensorBoardFile() => Write(new ProtobufMessage().Text(3, "brain.Event:2"));

    /// <summary>One number of a curve.</summary>
    public void AddScalar(string tag, long step, double seconds, float value) =>
        AddValue(step, seconds, new ProtobufMessage().Text(1, tag).Float(2, value));

    /// <summary>A PNG of the given size.</summary>
    public void AddImage(string tag, long step, double seconds, byte[] png, int width, int height)
    {
        const int Rgb = 3;
        ProtobufMessage image = new ProtobufMessage().Integer(1, height).Integer(2, width).Integer(3, Rgb).Bytes(4, png);
        AddValue(step, seconds, new ProtobufMessage().Text(1, tag).Message(4, image));
    }

    /// <exception cref="DataException">the file cannot be written</exception>
    public void Save(string path) => AtomicFile.Write(path, _file.GetBuffer().AsSpan(0, (int)_file.Length));

    private void AddValue(long step, double seconds, ProtobufMessage value) =>
        Write(new ProtobufMessage().Double(1, seconds).Integer(2, step).Message(5, new ProtobufMessage().Message(1, value)));

    private void Write(ProtobufMessage record)
    {
        byte[] contents = record.ToArray();
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)contents.Length);
        _file.Write(number);
        WriteCrc(number);
        _file.Write(contents);
        WriteCrc(contents);
    }

    private void WriteCrc(ReadOnlySpan<byte> bytes)
    {
        Span<byte> crc = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, Crc32C.Masked(bytes));
        _file.Write(crc);
    }
}
