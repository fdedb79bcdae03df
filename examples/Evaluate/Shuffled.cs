using ScratchGan.Data;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Examples.Evaluate;

/// <summary>The images of a set in a random order that the seed decides; parts of it do not overlap.</summary>
internal sealed class Shuffled
{
    /// <summary>Streams of chance beside those of weights, latents and so on; two, so that samples do not share their order with real images.</summary>
    public const ulong OfReal = 0xE7A1, OfSamples = 0xE7A2;

    private readonly Dataset _images;
    private readonly int[] _order;

    public Shuffled(Dataset images, ulong seed, ulong stream = OfReal)
    {
        _images = images;
        _order = [.. Enumerable.Range(0, images.Count)];
        new PhiloxSequence(seed, stream).Shuffle(_order);
    }

    public string Identity => _images.Identity;

    public int Count => _order.Length;

    /// <summary>Images first … first + count − 1 of the order.</summary>
    public MemoryDataset Part(int first, int count) => MemoryDataset.Of(_images, _order[first..(first + count)]);
}
