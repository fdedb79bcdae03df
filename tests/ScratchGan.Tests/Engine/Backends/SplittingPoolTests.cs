using ScratchGan.Engine;
using ScratchGan.Kernels.Cpu;
using Xunit;

namespace ScratchGan.Tests.Engine.Backends;

public sealed class SplittingPoolTests : IDisposable
{
    private const int Region = 1 << 26;
    private readonly CpuBackend _backend = new(new KernelThreads(1));
    private readonly SplittingPool _pool;

    public SplittingPoolTests() => _pool = new SplittingPool(_backend);

    public void Dispose()
    {
        _pool.Dispose();
        _backend.Dispose();
    }

    /// <summary>Each storage is filled with a number of its own when it is rented and must hold nothing else when it is returned.</summary>
    [Fact]
    public void Storages_in_use_never_overlap_and_all_memory_joins_again()
    {
        var random = new Random(7);
        List<(Storage Storage, float Value)> used = [];
        for (int step = 0; step < 4000; step++)
        {
            if (used.Count < 40 && random.Next(2) == 0)
            {
                Storage storage = _pool.Rent(random.Next(1, 3000));
                _backend.Fill(step, new Slice(storage, 0, storage.Capacity));
                used.Add((storage, step));
            }
            else if (used.Count > 0)
            {
                int index = random.Next(used.Count);
                AssertHolds(used[index].Storage, used[index].Value);
                _pool.Return(used[index].Storage);
                used.RemoveAt(index);
            }
        }
        foreach ((Storage storage, float value) in used)
        {
            AssertHolds(storage, value);
            _pool.Return(storage);
        }
        int allocations = _pool.Allocations;
        _pool.Return(_pool.Rent((int)(_pool.Bytes / sizeof(float))));
        Assert.Equal(allocations, _pool.Allocations);
    }

    [Fact]
    public void What_held_one_large_tensor_next_holds_several_small_ones()
    {
        Storage large = _pool.Rent(4000);
        Storage next = _pool.Rent(100);
        _pool.Return(large);
        long bytes = _pool.Bytes;
        Storage[] small = [.. Enumerable.Range(0, 40).Select(_ => _pool.Rent(100 - 40))];
        Assert.Equal(bytes, _pool.Bytes);
        foreach (Storage storage in small)
            _pool.Return(storage);
        _pool.Return(next);
        Assert.Equal((4000 + 63) / 64 * 64 + 128L, bytes / sizeof(float));
    }

    /// <summary>Of two holes the smaller is taken, so the larger one stays whole.</summary>
    [Fact]
    public void The_smallest_hole_that_is_large_enough_is_taken()
    {
        Storage[] row = [.. new[] { 640, 64, 320, 64, 1280, 64 }.Select(_pool.Rent)];
        _pool.Return(row[0]);
        _pool.Return(row[2]);
        _pool.Return(row[4]);
        Assert.Equal(row[2].Start, _pool.Rent(300).Start);
        Assert.Equal(row[0].Start, _pool.Rent(640).Start);
        Assert.Equal(row[4].Start, _pool.Rent(1).Start);
    }

    [Fact]
    public void What_does_not_fit_gets_a_region_of_its_own()
    {
        Storage first = _pool.Rent(Region - 64);
        Storage second = _pool.Rent(Region + 1);
        Assert.NotSame(first.Region, second.Region);
        Assert.Equal(Region + 64, second.Capacity);
        _pool.Return(second);
        _pool.Return(first);
        Assert.Same(first.Region, _pool.Rent(1).Region);
    }

    private void AssertHolds(Storage storage, float value)
    {
        float[] values = new float[storage.Capacity];
        _backend.Download(new Slice(storage, 0, values.Length), values);
        Assert.DoesNotContain(values, found => found != value);
    }
}
