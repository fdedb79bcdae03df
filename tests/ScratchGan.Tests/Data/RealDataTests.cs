using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

/// <summary>Runs on real data where the environment variable SCRATCHGAN_DATA names a folder holding it.</summary>
public class RealDataTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SCRATCHGAN_DATA");

    /// <summary>MNIST's published facts: 60,000 and 10,000 images, the first labels, and over all pixels the mean 0.1307 and deviation 0.3081.</summary>
    [Fact]
    public void Mnist_is_read_as_published()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder ?? "", "mnist")), "SCRATCHGAN_DATA names no folder with mnist/");
        using var cache = new TemporaryFolder();
        using Dataset training = DatasetSource.Open(Path.Combine(Folder!, "mnist"), cache.Options(28));
        using Dataset heldOut = DatasetSource.Open(Path.Combine(Folder!, "mnist"), cache.Options(28) with { Split = Split.HeldOut });
        Assert.Equal((60_000, 10_000, 10), (training.Count, heldOut.Count, training.ClassCount));
        Assert.Equal([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], Enumerable.Range(0, 10).Select(training.Label));
        long sum = 0, squares = 0;
        byte[] pixels = new byte[training.Shape.Count];
        for (int index = 0; index < training.Count; index++)
        {
            training.Read(index, pixels);
            foreach (byte level in pixels)
            {
                sum += level;
                squares += level * level;
            }
        }
        double mean = sum / (60_000.0 * 784), deviation = Math.Sqrt(squares / (60_000.0 * 784) - mean * mean);
        Assert.Equal(0.1307, mean / 255, 4);
        Assert.Equal(0.3081, deviation / 255, 4);
    }

    [Fact]
    public void An_archive_of_transparent_pictures_is_read_whole_on_white()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Folder ?? "", "emoji-72.zip")), "SCRATCHGAN_DATA names no folder with emoji-72.zip");
        using var cache = new TemporaryFolder();
        List<string> report = [];
        using Dataset emoji = DatasetSource.Open(Path.Combine(Folder!, "emoji-72.zip"), cache.Options(32, report));
        Assert.Equal((3_583, new ImageShape(3, 32, 32)), (emoji.Count, emoji.Shape));
        Assert.Empty(report);
        // Most of these pictures are round: nearly all have a white corner.
        int whiteCorners = Enumerable.Range(0, emoji.Count).Count(index => ImageFolderTests.Read(emoji, index)[0] == 255);
        Assert.True(whiteCorners > 0.8 * emoji.Count, $"{whiteCorners}");
    }
}
