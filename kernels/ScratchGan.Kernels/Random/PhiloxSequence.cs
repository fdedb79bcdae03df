namespace ScratchGan.Kernels.Random;

/// <summary>
/// The numbers of one <see cref="Philox"/> stream, one after another. The number drawn at a position is the same pure function of (seed, stream, position)
/// that the kernels use; every draw takes one position, except <see cref="NextInt"/>, which now and then takes more.
/// </summary>
public sealed class PhiloxSequence(ulong seed, ulong stream, ulong position = 0)
{
    private PhiloxBlock _block;
    private ulong _blockNumber;
    private bool _hasBlock;

    /// <summary>The position of the next number; may be set, to go on from a saved one.</summary>
    public ulong Position { get; set; } = position;

    /// <summary>32 random bits.</summary>
    public uint NextUInt()
    {
        PhiloxBlock block = Current();
        return (Position++ & 3) switch
        {
            0 => block.X,
            1 => block.Y,
            2 => block.Z,
            _ => block.W,
        };
    }

    /// <summary>Uniform in [0, 1), in steps of 2⁻²⁴.</summary>
    public float NextUniform() => Philox.Uniform(NextUInt());

    /// <summary>Standard normal.</summary>
    public float NextNormal() => Philox.Normal(seed, stream, Position++);

    /// <summary>
    /// Uniform in 0..below−1 without bias (Lemire 2019, «Fast random integer generation in an interval»): the high half of word·below, drawn again in the
    /// 2³² mod below cases that would make some results more frequent.
    /// </summary>
    public int NextInt(int below)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(below, 1);
        uint excess = (uint)((1UL << 32) % (ulong)below);
        ulong product;
        do
        {
            product = (ulong)NextUInt() * (uint)below;
        }
        while ((uint)product < excess);
        return (int)(product >> 32);
    }

    /// <summary>Fisher–Yates: for i = n−1 … 1 swaps item i with item j, j uniform in 0 … i.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
            Swap(items, i, NextInt(i + 1));
    }

    /// <summary>
    /// Draws some of the items, each at most once, to the front: for i = 0 … count−1 swaps item i with item j, j uniform in i … n−1. The first few are the same
    /// however many are drawn.
    /// </summary>
    public void ShuffleFirst<T>(Span<T> items, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, items.Length);
        for (int i = 0; i < count; i++)
            Swap(items, i, i + NextInt(items.Length - i));
    }

    private static void Swap<T>(Span<T> items, int i, int j) => (items[i], items[j]) = (items[j], items[i]);

    private PhiloxBlock Current()
    {
        ulong number = Position >> 2;
        if (!_hasBlock || number != _blockNumber)
        {
            _block = Philox.Block(seed, stream, number);
            _blockNumber = number;
            _hasBlock = true;
        }
        return _block;
    }
}
