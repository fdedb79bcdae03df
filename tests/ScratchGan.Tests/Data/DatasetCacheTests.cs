using System.Runtime.Versioning;
using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class DatasetCacheTests
{
    [Fact]
    public void Images_are_decoded_once_with_progress_and_then_reused()
    {
        using TemporaryFolder folder = SetOf(130);
        List<(int, int)> progress = [];
        DatasetOptions options = folder.Options(4) with { Progress = (done, all) => progress.Add((done, all)) };
        using Dataset first = DatasetSource.Open(folder["set"], options);
        Assert.Equal([(64, 130), (128, 130), (130, 130)], progress);
        using Dataset second = DatasetSource.Open(folder["set"], options);
        Assert.Equal(3, progress.Count);
        Assert.Equal(first.Identity, second.Identity);
        Assert.Equal(first.Summary, second.Summary);
        Assert.Single(Directory.GetFiles(folder["cache"]));
    }

    [Fact]
    public void Sizes_that_no_image_has_are_refused_and_large_ones_are_written_in_smaller_blocks()
    {
        using TemporaryFolder folder = SetOf(2);
        Assert.Equal(
            "image size: expected at most 8192 pixels a side, found 30000",
            Assert.Throws<DataException>(() => DatasetSource.Open(folder["set"], folder.Options(30_000))).Message);
        List<(int, int)> progress = [];
        // 3·3400² = 35 MB an image: a block of 64 would be longer than an array.
        using Dataset large = DatasetSource.Open(folder["set"], folder.Options(3400) with { Progress = (done, all) => progress.Add((done, all)) });
        Assert.Equal([(1, 2), (2, 2)], progress.Take(2));
        byte[] pixels = new byte[large.Shape.Count];
        large.Read(1, pixels);
        Assert.Equal(1, pixels[0]);
    }

    [Fact]
    public void A_changed_file_or_size_is_decoded_anew()
    {
        using TemporaryFolder folder = SetOf(3);
        using Dataset first = DatasetSource.Open(folder["set"], folder.Options(4));
        using Dataset larger = DatasetSource.Open(folder["set"], folder.Options(5));
        folder.Write("set/001.png", TestImages.Flat(7, 7, 200, 100, 0));
        using Dataset changed = DatasetSource.Open(folder["set"], folder.Options(4));
        Assert.Equal(200, ImageFolderTests.Read(changed, 1)[0]);
        Assert.Equal(3, new[] { first, larger, changed }.Select(dataset => dataset.Identity).Distinct().Count());
        Assert.Equal(1, ImageFolderTests.Read(first, 1)[0]);   // an open set goes on unharmed
    }

    [Fact]
    public void The_identity_does_not_depend_on_place_or_time()
    {
        using TemporaryFolder one = SetOf(3), other = SetOf(3);
        File.SetLastWriteTimeUtc(other["set/002.png"], new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        other.Write("set/notes.txt", [1]);
        using Dataset first = DatasetSource.Open(one["set"], one.Options(4)), second = DatasetSource.Open(other["set"], other.Options(4));
        Assert.Equal(first.Identity, second.Identity);
    }

    /// <summary>Header, pixels, labels and notes: wherever one bit is flipped, and wherever the file ends, it is written again.</summary>
    [Theory]
    [InlineData(3)]      // magic
    [InlineData(13)]     // count
    [InlineData(40)]     // hash of the contents
    [InlineData(70)]     // hash of header and notes
    [InlineData(100)]    // pixels
    [InlineData(-90)]    // labels or notes
    [InlineData(-1)]     // notes
    public void A_damaged_cache_is_written_again(int position)
    {
        using TemporaryFolder folder = SetOf(5);
        string identity;
        using (Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(4)))
            identity = dataset.Identity;
        string cache = Directory.GetFiles(folder["cache"]).Single();
        byte[] whole = File.ReadAllBytes(cache);
        byte[] flipped = [.. whole];
        flipped[position < 0 ? whole.Length + position : position] ^= 4;
        foreach (byte[] damaged in new[] { flipped, whole[..(position < 0 ? whole.Length + position : position)] })
        {
            File.WriteAllBytes(cache, damaged);
            List<string> report = [];
            using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(4, report));
            Assert.Equal([$"{cache}: the cache is damaged and is written again"], report);
            Assert.Equal(identity, dataset.Identity);
            Assert.Equal(whole, File.ReadAllBytes(cache));
        }
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_one_line_that_names_the_folder()
    {
        using TemporaryFolder folder = SetOf(3);
        string blocked = folder.Write("blocked", [1]);
        string message = Assert.Throws<DataException>(() => DatasetSource.Open(folder["set"], folder.Options(4) with { CacheFolder = blocked })).Message;
        Assert.StartsWith($"{blocked}: expected a folder that decoded images can be written to, found: ", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_without_the_right_to_write_is_not_blamed_on_room()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "every folder can be written to");
        using TemporaryFolder folder = SetOf(3);
        Directory.CreateDirectory(folder["cache"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        string message = Assert.Throws<DataException>(() => DatasetSource.Open(folder["set"], folder.Options(4))).Message;
        Assert.StartsWith($"{folder["cache"]}: expected a folder that decoded images can be written to, found: ", message);
    }

    /// <summary>2³¹ − 1 images of 2¹² × 2¹² bytes ask for 32 PiB; where room cannot be claimed in advance, the writing fails.</summary>
    [Theory]
    [InlineData(int.MaxValue, 4096, "34,359,746,5")]
    [InlineData(3, 4, "5 KB")]
    [InlineData(300, 64, "2 MB")]
    public void A_full_disk_is_told_with_the_room_asked_for_and_leaves_no_file(int count, int size, string room)
    {
        using var folder = new TemporaryFolder();
        var source = new Failing(count, new IOException("no space left"));
        string message = Assert.Throws<DataException>(() => DatasetCache.Open(source, folder.Options(size))).Message;
        Assert.StartsWith($"{folder["cache"]}: expected a folder with room for {room}", message);
        Assert.Empty(Directory.GetFiles(folder["cache"]));
    }

    [Fact]
    public void A_run_that_is_cancelled_while_decoding_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var source = new Failing(3, new OperationCanceledException());
        Assert.Throws<OperationCanceledException>(() => DatasetCache.Open(source, folder.Options(4)));
        Assert.Empty(Directory.GetFiles(folder["cache"]));
    }

    [Fact]
    public void Each_user_has_a_cache_folder_of_their_own()
        => Assert.Equal(Path.Combine(Path.GetTempPath(), "scratchgan-cache-" + Environment.UserName), DatasetCache.DefaultFolder);

    [Fact]
    public void What_a_killed_run_left_is_removed_and_what_another_is_writing_stays()
    {
        using TemporaryFolder folder = SetOf(3);
        using (DatasetSource.Open(folder["set"], folder.Options(4)))
        {
        }
        string cache = Directory.GetFiles(folder["cache"]).Single();
        File.Delete(cache);
        File.WriteAllBytes(cache + ".dead.tmp", [1]);
        using var alive = new FileStream(cache + ".alive.tmp", FileMode.CreateNew, FileAccess.Write, FileShare.None);
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(4));
        Assert.Equal([cache, cache + ".alive.tmp"], Directory.GetFiles(folder["cache"]).Order());
    }

    [Fact]
    public void A_failure_that_is_no_damaged_image_comes_through_as_it_was_thrown()
    {
        using var stream = new MemoryStream();
        Assert.Throws<OutOfMemoryException>(() => CacheWriter.Write(new Failing(3, new OutOfMemoryException()), new DatasetOptions(4), stream));
    }

    /// <summary>Images that throw when they are decoded.</summary>
    private sealed class Failing(int count, Exception exception) : ImageSource
    {
        internal override string Location => "failing";

        internal override int Count => count;

        internal override int Channels => 1;

        internal override IReadOnlyList<string>? ClassNames => null;

        internal override IEnumerable<string> Fingerprint => [];

        internal override IReadOnlyList<string> Facts => [];

        internal override IEnumerable<SourceImage> Images() => Enumerable.Range(0, Count).Select(i => new SourceImage($"{i}", -1, [1]));

        internal override int StoredSide() => 1;

        internal override void Fit(SourceImage image, int size, Span<byte> planes) => throw exception;
    }

    private static TemporaryFolder SetOf(int count)
    {
        var folder = new TemporaryFolder();
        for (int i = 0; i < count; i++)
            folder.Write($"set/{i:D3}.png", TestImages.Flat(7, 5, (byte)i, 100, 0));
        return folder;
    }
}
