using ScratchGan.Data;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Examples.Evaluate;

/// <summary>The images of a set in a random order that the seed decides; parts of it do not overlap.</summary>
internal sealed class Shuffled
{
    /// <summary>Beside the streams of initial weights, latents and so on.</summary>
    private const ulong Stream = 0xE7A1;
    private readonly Dataset _images;
    private readonly int[] _order;

    public Shuffled(Dataset images, ulong seed)
    {
        _images = images;
        _order = [.. Enumerable.Range(0, images.Count)];
        new PhiloxSequence(seed, Stream).Shuffle(_order);
    }

    public int Count => _order.Length;

    /// <summary>Images first … first + count − 1 of the order.</summary>
    public MemoryDataset Part(int first, int count) => MemoryDataset.Of(_images, _order[first..(first + count)]);
}
