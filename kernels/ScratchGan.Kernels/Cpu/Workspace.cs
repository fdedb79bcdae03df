namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// Scratch memory of the kernels of one caller: one block shared by all lanes and one block for each lane. Blocks only grow, and are reused by the next kernel.
/// </summary>
public sealed unsafe class Workspace(int lanes) : IDisposable
{
    private readonly CpuMemory?[] _blocks = new CpuMemory?[lanes + 1];
    private readonly long[] _lengths = new long[lanes + 1];

    /// <summary>At least <paramref name="length"/> floats of undefined content, 64-byte aligned, valid until the next call of the same kind.</summary>
    public float* Shared(long length) => Block(_blocks.Length - 1, length);

    /// <summary>At least <paramref name="length"/> floats of undefined content for one lane, 64-byte aligned; to be called on that lane.</summary>
    public float* Lane(int lane, long length) => Block(lane, length);

    public void Dispose()
    {
        for (int i = 0; i < _blocks.Length; i++)
            Free(i);
    }

    private float* Block(int index, long length)
    {
        if (_blocks[index] is null || _lengths[index] < length)
        {
            // Nothing is left behind when the system has no more memory: the block that was freed must not be used or freed again.
            Free(index);
            _blocks[index] = new CpuMemory(length);
            _lengths[index] = length;
        }
        return _blocks[index]!.Start;
    }

    private void Free(int index)
    {
        _blocks[index]?.Dispose();
        _blocks[index] = null;
        _lengths[index] = 0;
    }
}
