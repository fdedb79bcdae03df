using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class BatchesTests
{
    [Fact]
    public void Each_epoch_shows_every_image_once_in_another_order()
    {
        const int Count = 53;
        int[] drawn = Draw(new Batches(new NumberedDataset(Count), 7, seed: 3), Count);   // 7 · 53 samples: exactly 7 epochs
        int[][] epochs = [.. drawn.Chunk(Count)];
        Assert.Equal(7, epochs.Length);
        foreach (int[] epoch in epochs)
            Assert.Equal(Enumerable.Range(0, Count), epoch.Order());
        Assert.Equal(7, epochs.Select(epoch => string.Join(' ', epoch)).Distinct().Count());
    }

    [Fact]
    public void A_run_continues_exactly_from_every_position()
    {
        const int Count = 11, Batch = 4, Drawn = 15;
        int[] whole = Draw(new Batches(new NumberedDataset(Count), Batch, 8), Drawn);
        for (int position = 0; position <= (Drawn - 1) * Batch; position++)
        {
            var resumed = new Batches(new NumberedDataset(Count), Batch, 8) { Position = position };
            Assert.Equal(whole[position..(position + Batch)], Draw(resumed, 1));
            Assert.Equal(position + Batch, resumed.Position);
        }
    }

    [Fact]
    public void Going_back_in_the_same_object_repeats_the_batches()
    {
        var batches = new Batches(new NumberedDataset(11), 4, 8);
        int[] first = Draw(batches, 9);
        batches.Position = 0;
        Assert.Equal(first, Draw(batches, 9));
    }

    [Fact]
    public void The_seed_determines_the_order()
    {
        Assert.Equal(Draw(new Batches(new NumberedDataset(40), 5, 1), 8), Draw(new Batches(new NumberedDataset(40), 5, 1), 8));
        Assert.NotEqual(Draw(new Batches(new NumberedDataset(40), 5, 1), 8), Draw(new Batches(new NumberedDataset(40), 5, 2), 8));
    }

    /// <summary>4,000 permutations of 5: each of the 120 is expected 33.3 times; χ² with 119 degrees of freedom stays below 190 with p &gt; 0.9999.</summary>
    [Fact]
    public void All_orders_are_equally_likely()
    {
        int[] drawn = Draw(new Batches(new NumberedDataset(5), 5, 77), 4_000);
        int[] frequencies = [.. drawn.Chunk(5).CountBy(order => string.Concat(order)).Select(pair => pair.Value)];
        double expected = 4_000 / 120.0;
        Assert.Equal(120, frequencies.Length);
        Assert.True(frequencies.Sum(frequency => (frequency - expected) * (frequency - expected) / expected) < 190);
    }

    [Fact]
    public void A_set_smaller_than_the_batch_repeats_evenly_and_says_so()
    {
        var batches = new Batches(new NumberedDataset(3), 8, 1);
        Assert.Equal("numbered: 3 images are fewer than the batch of 8: each batch repeats some", batches.RepetitionNote);
        Assert.Equal("numbered: 1 image is fewer than the batch of 8: each batch repeats some", new Batches(new NumberedDataset(1), 8, 1).RepetitionNote);
        int[] repetitions = [.. Draw(batches, 1).CountBy(index => index).Select(pair => pair.Value).Order()];
        Assert.Equal([2, 3, 3], repetitions);
        Assert.Null(new Batches(new NumberedDataset(8), 8, 1).RepetitionNote);
    }

    [Fact]
    public void Pixels_are_numbers_from_minus_one_to_one()
    {
        var batches = new Batches(new NumberedDataset(256), 256, 1);
        float[] pixels = new float[512];
        int[] labels = new int[256];
        batches.Next(pixels, labels);
        for (int i = 0; i < 256; i++)
            Assert.Equal(PixelRange.ToFloat((byte)labels[i]), pixels[2 * i]);
    }

    [Fact]
    public void The_prefetcher_gives_the_same_batches_and_positions()
    {
        int[] expected = Draw(new Batches(new NumberedDataset(11), 4, 8), 20);
        using var prefetcher = new BatchPrefetcher(new Batches(new NumberedDataset(11), 4, 8));
        float[] pixels = new float[8];
        int[] labels = new int[4];
        for (int step = 0; step < 20; step++)
        {
            Assert.Equal(4 * step, prefetcher.Position);
            prefetcher.Next(pixels, labels);
            Assert.Equal(expected[(4 * step)..(4 * step + 4)], labels);
            Assert.Equal(PixelRange.ToFloat((byte)labels[3]), pixels[6]);
        }
        prefetcher.Position = 13;
        prefetcher.Next(pixels, labels);
        Assert.Equal(expected[13..17], labels);
        Assert.Equal(17, prefetcher.Position);
    }

    [Fact]
    public void A_failure_in_the_background_reaches_the_caller()
    {
        using var prefetcher = new BatchPrefetcher(new Batches(new NumberedDataset(6, broken: 4), 2, 1));
        float[] pixels = new float[4];
        int[] labels = new int[2];
        DataException exception = Assert.Throws<DataException>(() =>
        {
            for (int step = 0; step < 3; step++)
                prefetcher.Next(pixels, labels);
        });
        Assert.Equal("image 4 is broken", exception.Message);
    }

    private static int[] Draw(Batches batches, int steps)
    {
        float[] pixels = new float[batches.BatchSize * batches.Shape.Count];
        int[] drawn = new int[steps * batches.BatchSize];
        for (int step = 0; step < steps; step++)
            batches.Next(pixels, drawn.AsSpan(step * batches.BatchSize, batches.BatchSize));
        return drawn;
    }
}
