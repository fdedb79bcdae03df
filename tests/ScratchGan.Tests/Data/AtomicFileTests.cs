using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class AtomicFileTests
{
    [Fact]
    public void A_file_is_replaced_whole()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("file", [1, 2, 3, 4]);
        AtomicFile.Write(path, [9]);
        Assert.Equal<byte>([9], File.ReadAllBytes(path));
        AtomicFile.Write(path, stream => stream.Write([7, 8]));
        Assert.Equal<byte>([7, 8], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_write_that_fails_half_way_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("file", [1, 2, 3, 4]);
        DataException exception = Assert.Throws<DataException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));
        Assert.Equal($"{path}: cannot be written: No space left on device", exception.Message);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException()));
        Assert.Equal<byte>([1, 2, 3, 4], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_one_line()
    {
        using var folder = new TemporaryFolder();
        string message = Assert.Throws<DataException>(() => AtomicFile.Write(folder["absent/file"], [1])).Message;
        Assert.StartsWith($"{folder["absent/file"]}: cannot be written: ", message);
        Assert.DoesNotContain('\n', message);
    }
}
