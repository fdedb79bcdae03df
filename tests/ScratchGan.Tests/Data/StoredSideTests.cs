using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

/// <summary>What is judged as it is must not be cropped or resized: its size is known before it is opened.</summary>
public sealed class StoredSideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stored_images_tell_their_size_and_drawn_ones_have_any()
    {
        _folder.Write("set/a.png", TestImages.Flat(28, 28, 1, 2, 3));
        _folder.Write("set/b.png", [1, 2, 3]);   // damaged: skipped here as it is when the set is opened
        string zip = _folder.Write("set.zip", TestImages.Zip(("x/1.png", TestImages.Flat(5, 5, 1, 2, 3)), ("x/2.png", TestImages.Flat(5, 5, 4, 5, 6))));
        _folder.Write("cifar/data_batch_1.bin", new byte[3073]);
        _folder.Write("idx/train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 3, .. new byte[9]]);
        Assert.Equal(28, DatasetSource.StoredSide(_folder["set"]));
        Assert.Equal(5, DatasetSource.StoredSide(zip));
        Assert.Equal(32, DatasetSource.StoredSide(_folder["cifar"]));
        Assert.Equal(3, DatasetSource.StoredSide($"stacked:{_folder["idx"]}"));
        Assert.Null(DatasetSource.StoredSide("digits"));
        Assert.Null(DatasetSource.StoredSide("faces:smile"));
    }

    [Fact]
    public void The_first_image_that_is_no_square_or_of_another_size_is_named()
    {
        _folder.Write("wide/a.png", TestImages.Flat(60, 8, 1, 2, 3));
        _folder.Write("mixed/a.png", TestImages.Flat(28, 28, 1, 2, 3));
        _folder.Write("mixed/b.png", TestImages.Flat(28, 28, 4, 5, 6));
        _folder.Write("mixed/c.png", TestImages.Flat(28, 27, 1, 2, 3));
        _folder.Write("idx/train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, .. new byte[6]]);
        _folder.Write("damaged/a.png", [1, 2, 3]);
        AssertRefused("wide", "expected square images, found a.png of 60×8 pixels");
        AssertRefused("mixed", "expected images of 28×28 pixels, as a.png has, found c.png of 28×27");
        AssertRefused("idx", "expected square images, found 3×2 pixels");
        AssertRefused("damaged", "expected at least one image that can be read, found none");
        Assert.Contains("found nothing at this path", Assert.Throws<DataException>(() => DatasetSource.StoredSide(_folder["nowhere"])).Message);
    }

    private void AssertRefused(string name, string reason)
    {
        string message = Assert.Throws<DataException>(() => DatasetSource.StoredSide(_folder[name])).Message;
        Assert.StartsWith(_folder[name], message, StringComparison.Ordinal);
        Assert.EndsWith(reason, message, StringComparison.Ordinal);
    }
}
