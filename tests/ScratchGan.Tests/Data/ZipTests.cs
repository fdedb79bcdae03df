using ScratchGan.Data;
using SkiaSharp;
using Xunit;

namespace ScratchGan.Tests.Data;

public class ZipTests
{
    [Fact]
    public void An_archive_gives_what_the_same_folder_gives()
    {
        using var folder = new TemporaryFolder();
        (string, byte[])[] files =
        [
            ("dog/2.png", TestImages.Flat(9, 4, 30, 1, 2)),
            ("cat/1.png", TestImages.Flat(4, 8, 20, 1, 2)),
            ("__MACOSX/cat/._1.png", [1]),
            ("read me.txt", [1]),
        ];
        foreach ((string name, byte[] contents) in files)
            folder.Write($"set/{name}", contents);
        folder.Write("set.zip", TestImages.Zip(files));
        using Dataset archive = DatasetSource.Open(folder["set.zip"], folder.Options(4));
        using Dataset plain = DatasetSource.Open(folder["set"], folder.Options(4));
        Assert.Equal(plain.Identity, archive.Identity);
        Assert.Equal(["cat", "dog"], archive.ClassNames!);
        Assert.Contains("2 files are no images and were left out", archive.Summary);
        for (int index = 0; index < 2; index++)
            Assert.Equal(ImageFolderTests.Read(plain, index), ImageFolderTests.Read(archive, index));
    }

    [Theory]
    [InlineData("../evil.png")]
    [InlineData("a/../../evil.png")]
    [InlineData("..\\evil.png")]
    [InlineData("/etc/evil.png")]
    [InlineData("C:\\evil.png")]
    public void A_name_that_leads_out_of_the_archive_is_refused(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("set.zip", TestImages.Zip(("good.png", TestImages.Flat(4, 4, 1, 2, 3)), (name, TestImages.Flat(4, 4, 1, 2, 3))));
        Assert.Equal($"{path}: expected names inside the archive, found \"{name}\", which leads out of it", Fails(path, folder));
    }

    [Fact]
    public void Control_characters_in_the_name_of_an_entry_are_escaped()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("set.zip", TestImages.Zip(("../a\nb\u001b[31m.png", [1])));
        Assert.Equal($"{path}: expected names inside the archive, found \"../a\\u000Ab\\u001B[31m.png\", which leads out of it", Fails(path, folder));
    }

    [Fact]
    public void Archives_that_are_none_or_hold_no_images_are_named()
    {
        using var folder = new TemporaryFolder();
        string damaged = folder.Write("damaged.zip", TestImages.Zip(("good.png", TestImages.Flat(4, 4, 1, 2, 3)))[..60]);
        string empty = folder.Write("empty.zip", TestImages.Zip(("a.txt", [1])));
        Assert.StartsWith($"{damaged}: expected a .zip of images, found a file that cannot be read as one: ", Fails(damaged, folder));
        Assert.Equal($"{empty}: expected images (PNG, JPEG, BMP, GIF, WebP), found 1 file that is none", Fails(empty, folder));
    }

    [Fact]
    public void An_entry_with_damaged_data_is_skipped()
    {
        using var folder = new TemporaryFolder();
        byte[] picture = TestImages.Draw(40, 40, (x, y) => new SKColor((byte)(x * y), (byte)(x + y), (byte)x));
        byte[] zip = TestImages.Zip(("a.png", picture), ("b.png", TestImages.Flat(4, 4, 1, 2, 3)));
        for (int i = 60; i < 120; i++)
            zip[i] ^= 0x5A;
        List<string> report = [];
        using Dataset dataset = DatasetSource.Open(folder.Write("set.zip", zip), folder.Options(4, report));
        Assert.Equal(1, dataset.Count);
        Assert.StartsWith("skipped a.png: ", Assert.Single(report));
    }

    private static string Fails(string path, TemporaryFolder folder) => Assert.Throws<DataException>(() => DatasetSource.Open(path, folder.Options(4))).Message;
}
