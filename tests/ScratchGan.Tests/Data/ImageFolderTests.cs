using System.Diagnostics;
using ScratchGan.Data;
using SkiaSharp;
using Xunit;

namespace ScratchGan.Tests.Data;

public class ImageFolderTests
{
    [Fact]
    public void Images_are_ordered_by_path_whatever_the_order_on_disk()
    {
        using var folder = new TemporaryFolder();
        foreach (int value in new[] { 40, 10, 30, 20 })
            folder.Write($"set/{value}.png", TestImages.Flat(9, 5, (byte)value, 1, 2));
        folder.Write("set/B.png", TestImages.Flat(3, 7, 50, 1, 2));   // capitals sort before small letters
        folder.Write("set/a.png", TestImages.Flat(4, 4, 60, 1, 2));
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(4));
        Assert.Equal([10, 20, 30, 40, 50, 60], Enumerable.Range(0, 6).Select(index => (int)Read(dataset, index)[0]));
        Assert.Null(dataset.ClassCount);
        Assert.Equal(-1, dataset.Label(0));
    }

    [Fact]
    public void Sub_folders_are_classes_below_what_all_share()
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/images/dog/1.png", TestImages.Flat(4, 4, 1, 2, 3));
        folder.Write("set/images/cat/old/2.png", TestImages.Flat(4, 4, 1, 2, 3));
        folder.Write("set/images/cat/1.png", TestImages.Flat(4, 4, 1, 2, 3));
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(4));
        Assert.Equal(["cat", "dog"], dataset.ClassNames!);
        Assert.Equal([0, 0, 1], Enumerable.Range(0, 3).Select(dataset.Label));
    }

    [Fact]
    public void Files_that_are_no_images_are_counted()
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/1.png", TestImages.Flat(4, 4, 1, 2, 3));
        folder.Write("set/Thumbs.db", [1]);
        folder.Write("set/notes.txt", [1]);
        folder.Write("set/__MACOSX/._1.png", [1]);
        folder.Write("set/.hidden/1.png", [1]);
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(4));
        Assert.Equal(1, dataset.Count);
        Assert.Contains("4 files are no images and were left out", dataset.Summary);
    }

    [Fact]
    public void One_bad_image_among_many_is_reported_skipped_and_counted()
    {
        using var folder = new TemporaryFolder();
        byte[] good = TestImages.Draw(60, 50, (x, y) => new SKColor((byte)(x * y), (byte)x, (byte)y));
        for (int i = 0; i < 70; i++)
            folder.Write($"set/{(i % 2 == 0 ? "even" : "odd")}/{i:D2}.png", TestImages.Flat(4, 4, (byte)i, 2, 3));
        folder.Write("set/even/05-truncated.png", good[..(good.Length / 2)]);
        folder.Write("set/even/07-huge.png", TestImages.PngAnnouncing(100_000, 100_000));
        folder.Write("set/even/09-empty.jpg", []);
        List<string> report = [];
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(4, report));
        Assert.Equal(70, dataset.Count);
        Assert.Equal(3, report.Count);
        Assert.StartsWith("skipped even/05-truncated.png: expected a whole PNG image of 60×50 pixels, found a file that ends early", report[0]);
        Assert.Equal("skipped even/07-huge.png: expected at most 64 megapixels, found a header announcing 100,000 × 100,000 pixels", report[1]);
        Assert.Contains(dataset.Summary, line => line.StartsWith("3 damaged images were skipped, the first: even/05-truncated.png"));
        // What follows a skipped image keeps its own pixels and label.
        for (int index = 0; index < 70; index++)
            Assert.Equal(dataset.Label(index), Read(dataset, index)[0] % 2);
    }

    [Fact]
    public void Links_to_folders_are_not_followed_round_in_a_circle()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need special rights on Windows");
        using var folder = new TemporaryFolder();
        folder.Write("set/1.png", TestImages.Flat(4, 4, 10, 20, 30));
        File.CreateSymbolicLink(folder["set/2.png"], folder.Write("elsewhere.png", TestImages.Flat(40, 40, 20, 30, 40)));
        Directory.CreateSymbolicLink(folder["set/again"], folder["set"]);
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(4));
        Assert.Equal([10, 20], Enumerable.Range(0, dataset.Count).Select(index => (int)Read(dataset, index)[0]));
    }

    /// <summary>Opening a pipe that nobody writes to would wait for ever.</summary>
    [Fact]
    public async Task A_pipe_or_an_empty_file_is_damaged_and_is_not_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes have no names in folders on Windows");
        using var folder = new TemporaryFolder();
        folder.Write("set/a.png", TestImages.Flat(4, 4, 10, 20, 30));
        folder.Write("set/b.png", []);
        using (Process pipe = Process.Start("mkfifo", [folder["set/c.png"]]))
            await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder["set/d.png"], folder["set/c.png"]);
        File.CreateSymbolicLink(folder["set/e.png"], folder["nowhere"]);
        List<string> report = [];
        using Dataset dataset = await Task.Run(() => DatasetSource.Open(folder["set"], folder.Options(4, report)))
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(1, dataset.Count);
        Assert.Equal(new[] { "b", "c", "d" }.Select(name => $"skipped {name}.png: expected an image (PNG, JPEG, BMP, GIF or WebP), found an empty file"), report[..3]);
        Assert.StartsWith("skipped e.png: cannot be read: ", report[3]);
    }

    [Fact]
    public void Only_bad_images_are_an_error_that_names_the_first()
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/a.png", [1, 2, 3]);
        folder.Write("set/b.png", [1, 2, 3]);
        Assert.Equal($"{folder["set"]}: expected at least one image that can be read, found 2 damaged ones, the first: "
            + "a.png: expected an image (PNG, JPEG, BMP, GIF or WebP), found 3 bytes that are none", Fails(folder["set"], folder));
        Assert.Empty(Directory.GetFiles(folder["cache"]));
    }

    [Fact]
    public void One_of_a_thing_is_told_in_the_singular()
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad/a.png", [1]);
        folder.Write("good/a.png", TestImages.Flat(4, 4, 1, 2, 3));
        using Dataset dataset = DatasetSource.Open(folder["good"], folder.Options(4));
        Assert.Equal("good: 1 image of 3×4×4", dataset.Summary[0]);
        Assert.Equal($"{folder["bad"]}: expected at least one image that can be read, found 1 damaged one: "
            + "a.png: expected an image (PNG, JPEG, BMP, GIF or WebP), found 1 byte that is none", Fails(folder["bad"], folder));
    }

    [Fact]
    public void A_name_can_neither_break_the_line_nor_colour_the_terminal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no such names");
        using var folder = new TemporaryFolder();
        folder.Write("set\u001b[1m/a\nb\u001b[31m.png", [1, 2]);
        string place = folder["set\u001b[1m"], damage = "a\\u000Ab\\u001B[31m.png: expected an image (PNG, JPEG, BMP, GIF or WebP), found 2 bytes that are none";
        Assert.EndsWith($"set\\u001B[1m: expected at least one image that can be read, found 1 damaged one: {damage}", Fails(place, folder));
        folder.Write("set\u001b[1m/c.png", TestImages.Flat(4, 4, 1, 2, 3));
        List<string> report = [];
        using Dataset dataset = DatasetSource.Open(place, folder.Options(4, report));
        Assert.Equal([$"skipped {damage}"], report);
        Assert.Equal(["set\\u001B[1m: 1 image of 3×4×4", $"1 damaged image was skipped: {damage}"], dataset.Summary);
    }

    [Fact]
    public void Missing_and_empty_places_are_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["empty"]);
        string text = folder.Write("text/readme.txt", [1]);
        string absent = folder["absent"], nothing = "expected images (PNG, JPEG, BMP, GIF, WebP), IDX or CIFAR-10 files, found";
        Assert.Equal($"{absent}: expected \"digits\", \"faces\", \"stacked:digits\", a folder or a .zip, found nothing at this path", Fails(absent, folder));
        Assert.Equal($"{folder["empty"]}: {nothing} no files at all", Fails(folder["empty"], folder));
        Assert.Equal($"{folder["text"]}: {nothing} 1 file that is none", Fails(folder["text"], folder));
        Assert.StartsWith($"{text}: expected \"digits\", \"faces\", \"stacked:digits\", a folder or a .zip, found another kind of file", Fails(text, folder));
    }

    [Fact]
    public void Channels_are_found_from_the_pixels_or_given()
    {
        using var folder = new TemporaryFolder();
        folder.Write("grey/1.png", TestImages.Flat(4, 4, 77, 77, 77));
        folder.Write("colour/1.png", TestImages.Flat(4, 4, 77, 77, 77));
        folder.Write("colour/2.png", TestImages.Flat(4, 4, 200, 100, 50));
        using Dataset grey = DatasetSource.Open(folder["grey"], folder.Options(2));
        using Dataset colour = DatasetSource.Open(folder["colour"], folder.Options(2));
        using Dataset turnedGrey = DatasetSource.Open(folder["colour"], folder.Options(2) with { Channels = 1 });
        using Dataset repeated = DatasetSource.Open("digits", folder.Options(16) with { Channels = 3 });
        Assert.Equal((1, 3, 1, 3), (grey.Shape.Channels, colour.Shape.Channels, turnedGrey.Shape.Channels, repeated.Shape.Channels));
        Assert.All(Read(grey, 0), level => Assert.Equal(77, level));
        Assert.All(Read(turnedGrey, 1), level => Assert.Equal((77 * 200 + 150 * 100 + 29 * 50 + 128) / 256, level));
        byte[] digit = Read(repeated, 3);
        Assert.Equal(digit[..256], digit[256..512]);
        Assert.Equal(digit[..256], digit[512..]);
        Assert.NotEqual(colour.Identity, turnedGrey.Identity);
        Assert.Equal("channels: expected 1 or 3, found 2",
            Assert.Throws<DataException>(() => DatasetSource.Open("digits", folder.Options(16) with { Channels = 2 })).Message);
    }

    internal static byte[] Read(Dataset dataset, int index)
    {
        byte[] pixels = new byte[dataset.Shape.Count];
        dataset.Read(index, pixels);
        return pixels;
    }

    private static string Fails(string path, TemporaryFolder folder) => Assert.Throws<DataException>(() => DatasetSource.Open(path, folder.Options(4))).Message;
}
