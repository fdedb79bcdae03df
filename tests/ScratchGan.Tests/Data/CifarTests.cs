using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class CifarTests
{
    private const int RecordLength = 3073;

    [Fact]
    public void Training_files_are_read_in_order_and_the_test_file_is_held_out()
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/data_batch_2.bin", Records(2, first: 3));
        folder.Write("set/data_batch_1.bin", Records(3, first: 0));
        folder.Write("set/test_batch.bin", Records(1, first: 9));
        using Dataset training = DatasetSource.Open(folder["set"], folder.Options(32));
        Assert.Equal((5, new ImageShape(3, 32, 32), 10), (training.Count, training.Shape, training.ClassCount));
        Assert.Equal("airplane", training.ClassNames![0]);
        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 5).Select(training.Label));
        Assert.Contains("test_batch.bin is held out and not trained on", training.Summary);
        byte[] pixels = new byte[3072];
        for (int index = 0; index < 5; index++)
        {
            training.Read(index, pixels);
            Assert.Equal(Records(1, first: index)[1..], pixels);
        }
        using Dataset heldOut = DatasetSource.Open(folder["set"], folder.Options(32) with { Split = Split.HeldOut });
        Assert.Equal((1, 9), (heldOut.Count, heldOut.Label(0)));
    }

    [Fact]
    public void A_wrong_length_is_an_error()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("set/data_batch_1.bin", new byte[2 * RecordLength - 1]);
        Assert.Equal($"{path}: expected a multiple of 3073 bytes (CIFAR-10 records), found 6,145",
            Assert.Throws<DataException>(() => DatasetSource.Open(folder["set"], folder.Options(32))).Message);
    }

    [Fact]
    public void A_label_without_a_class_is_an_error()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("set/data_batch_1.bin", Records(2, first: 9));
        Assert.Equal($"{path}: expected labels from 0 to 9, found 10 in record 1",
            Assert.Throws<DataException>(() => DatasetSource.Open(folder["set"], folder.Options(32))).Message);
    }

    private static byte[] Records(int count, int first)
        => [.. Enumerable.Range(first, count).SelectMany(label => Enumerable.Range(0, RecordLength).Select(i => Value(label, i)))];

    private static byte Value(int label, int i) => (byte)(i == 0 ? label : label * 50 + i * 7 + i / 1024);
}
