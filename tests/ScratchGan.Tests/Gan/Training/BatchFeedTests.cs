using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Training;
using ScratchGan.Tests.Data;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

public sealed class BatchFeedTests : IDisposable
{
    private const int Batch = 4;
    private readonly Device _device = Device.Cpu(threads: 1);
    private readonly BatchFeed _feed;

    public BatchFeedTests() => _feed = new BatchFeed(_device, Numbered());

    [Fact]
    public void Gives_the_batches_themselves_with_their_labels()
    {
        Batches expected = Numbered();
        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(expected.Position, _feed.Delivered);
            AssertNextOf(expected);
            Assert.Equal(new Shape(Batch, 1, 1, 2), _feed.Value.Shape);
        }
    }

    [Fact]
    public void A_batch_that_is_on_its_way_does_not_yet_count()
    {
        Batches expected = Numbered();
        AssertNextOf(expected);
        int[] labels = [.. _feed.Labels];
        float[] pixels = _feed.Value.ToArray();
        _feed.Send();
        _feed.Send();
        Assert.Equal(labels, _feed.Labels.ToArray());
        Assert.Equal(pixels, _feed.Value.ToArray());
        Assert.Equal(Batch, _feed.Delivered);
        AssertNextOf(expected);
    }

    [Fact]
    public void Goes_back_and_forgets_what_is_on_its_way()
    {
        Batches expected = Numbered();
        _feed.Next();
        _feed.Send();
        _feed.ReturnTo(3);
        Assert.Equal(3, _feed.Delivered);
        expected.Position = 3;
        AssertNextOf(expected);
        AssertNextOf(expected);
    }

    public void Dispose()
    {
        _feed.Dispose();
        _device.Dispose();
    }

    private static Batches Numbered() => new(new NumberedDataset(11), Batch, seed: 8);

    private void AssertNextOf(Batches expected)
    {
        float[] pixels = new float[2 * Batch];
        int[] labels = new int[Batch];
        expected.Next(pixels, labels);
        Assert.Equal(pixels, _feed.Next().ToArray());
        Assert.Equal(labels, _feed.Labels.ToArray());
        Assert.Equal(expected.Position, _feed.Delivered);
    }
}
