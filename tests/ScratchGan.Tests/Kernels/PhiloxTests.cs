using ScratchGan.Kernels.Random;
using Xunit;

namespace ScratchGan.Tests.Kernels;

public sealed class PhiloxTests
{
    /// <summary>The known-answer vectors of Random123 (Salmon et al.), kat_vectors, «philox4x32 10».</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Blocks_equal_the_published_vectors(
        uint x, uint y, uint z, uint w, uint key0, uint key1, uint first, uint second, uint third, uint fourth) =>
        Assert.Equal(new PhiloxBlock(first, second, third, fourth), Philox.Block(new PhiloxBlock(x, y, z, w), key0, key1));

    [Fact]
    public void Seed_stream_and_block_fill_key_and_counter() =>
        Assert.Equal(
            Philox.Block(new PhiloxBlock(0x89abcdef, 0x01234567, 0x76543210, 0xfedcba98), 0x22222222, 0x11111111),
            Philox.Block(seed: 0x1111111122222222, stream: 0xfedcba9876543210, block: 0x0123456789abcdef));

    [Fact]
    public void A_sequence_goes_on_from_any_position()
    {
        var whole = new PhiloxSequence(seed: 5, stream: 7);
        uint[] words = [.. Enumerable.Range(0, 23).Select(_ => whole.NextUInt())];
        for (int start = 0; start < words.Length; start++)
        {
            var part = new PhiloxSequence(seed: 5, stream: 7, position: (ulong)start);
            Assert.Equal(words[start..], Enumerable.Range(start, words.Length - start).Select(_ => part.NextUInt()));
            Assert.Equal(23UL, part.Position);
        }
        whole.Position = 3;
        Assert.Equal(words[3], whole.NextUInt());
    }

    [Fact]
    public void Seeds_and_streams_differ()
    {
        uint[] firsts =
        [
            new PhiloxSequence(1, 0).NextUInt(), new PhiloxSequence(2, 0).NextUInt(), new PhiloxSequence(1, 1).NextUInt(),
            new PhiloxSequence(1UL << 32, 0).NextUInt(), new PhiloxSequence(1, 1UL << 32).NextUInt(),
        ];
        Assert.Equal(firsts.Length, firsts.Distinct().Count());
    }

    [Theory]
    [InlineData(0u, 0f)]
    [InlineData(0xffu, 0f)]
    [InlineData(0x80000000u, 0.5f)]
    [InlineData(0xffffffffu, 0.99999994f)]
    public void A_uniform_is_the_upper_24_bits(uint word, float expected) => Assert.Equal(expected, Philox.Uniform(word));

    [Fact]
    public void Normals_are_finite_for_the_extreme_words()
    {
        foreach (uint first in new[] { 0u, uint.MaxValue })
            foreach (uint second in new[] { 0u, uint.MaxValue })
            {
                (float cosine, float sine) = Philox.Normals(first, second);
                Assert.InRange(cosine, -5.8f, 5.8f);
                Assert.InRange(sine, -5.8f, 5.8f);
            }
    }

    /// <summary>The formula in double. A normal is a root within one unit times a cosine within 8.5e-8, and up to 5.8.</summary>
    [Fact]
    public void Normals_are_those_of_Box_and_Muller_within_a_millionth()
    {
        var words = new PhiloxSequence(3, 1);
        for (int i = 0; i < 20_000; i++)
        {
            uint first = words.NextUInt();
            uint second = words.NextUInt();
            double radius = Math.Sqrt(-2 * Math.Log(((first >> 8) + 1) / (double)(1 << 24)));
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * (second >> 8) / (1 << 24));
            (float foundCosine, float foundSine) = Philox.Normals(first, second);
            Assert.Equal(radius * cosine, foundCosine, 1e-6);
            Assert.Equal(radius * sine, foundSine, 1e-6);
        }
    }

    /// <summary>Counts of 7 bins are binomial: six standard deviations of √(n·p·(1 − p)) are 6·√(70000·6/49) ≈ 556.</summary>
    [Fact]
    public void NextInt_is_uniform()
    {
        var sequence = new PhiloxSequence(11, 3);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
            counts[sequence.NextInt(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 556, 10_000 + 556));
    }

    /// <summary>For below = 3·2²⁹ the high half of word·below alone is ⌊3·word/8⌋: eight words share three results as 3, 3, 2, and 3/8 of the results divide by 3.</summary>
    [Fact]
    public void NextInt_is_unbiased_for_a_large_range()
    {
        var sequence = new PhiloxSequence(12, 3);
        const int Draws = 60_000;
        int divisible = 0;
        for (int i = 0; i < Draws; i++)
            divisible += sequence.NextInt(3 << 29) % 3 == 0 ? 1 : 0;

        // Binomial with p = 1/3: six standard deviations are 6·√(60000·2/9) ≈ 693.
        Assert.InRange(divisible, Draws / 3 - 693, Draws / 3 + 693);
    }

    [Fact]
    public void NextInt_refuses_an_empty_range() => Assert.Throws<ArgumentOutOfRangeException>(() => new PhiloxSequence(1, 1).NextInt(0));

    /// <summary>Item 0 is equally often at each place, and so is each item at place 0: bounds as in <see cref="NextInt_is_uniform"/>.</summary>
    [Fact]
    public void Shuffle_is_uniform()
    {
        var sequence = new PhiloxSequence(13, 3);
        int[] places = new int[7], items = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            int[] order = [0, 1, 2, 3, 4, 5, 6];
            sequence.Shuffle(order);
            places[Array.IndexOf(order, 0)]++;
            items[order[0]]++;
        }
        Assert.All([.. places, .. items], count => Assert.InRange(count, 10_000 - 556, 10_000 + 556));
    }

    [Fact]
    public void ShuffleFirst_draws_the_same_few_however_many_are_drawn()
    {
        string all = Drawn(8);
        Assert.Equal("abcdefgh", string.Concat(all.Order()));
        Assert.NotEqual("abcdefgh", all);
        for (int count = 0; count <= 8; count++)
        {
            string drawn = Drawn(count);
            Assert.Equal(all[..count], drawn[..count]);
            Assert.Equal("abcdefgh", string.Concat(drawn.Order()));
        }
        Assert.Equal("abcdefgh", Drawn(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Drawn(9));

        static string Drawn(int count)
        {
            char[] items = "abcdefgh".ToCharArray();
            new PhiloxSequence(14, 3).ShuffleFirst(items, count);
            return new string(items);
        }
    }
}
