namespace ScratchGan.Data;

internal struct CounterRandom(ulong seed, ulong stream)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15 ^ (stream + 1) * 0xD1342543DE82EF95;

    public uint NextUInt()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (uint)((z ^ (z >> 31)) >> 32);
    }

    public float NextFloat() => (NextUInt() >> 8) * (1f / (1 << 24));
}
