using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ScratchGan.Kernels.Cpu;

/// <summary>A small persistent thread pool for kernels: a fork and join costs about a microsecond (Parallel.For: about forty).</summary>
/// <remarks>
/// One word, _state, says whether a job is open, which one, and how many workers are inside it. A worker enters an open job by adding one to the word, so
/// the caller, once it finds no item left, closes the job and waits only for those that entered: a worker that the system has not scheduled delays nobody.
/// Whoever waits spins for a bounded time, so that back-to-back kernels find the workers awake, then yields, then sleeps.
/// </remarks>
public sealed class KernelThreads : IDisposable
{
    // The layout of _state: workers inside the job, the job is open, number of the job.
    private const int InsideMask = 0xFFFF;
    private const int OpenBit = 0x10000;
    private const int JobUnit = 0x20000;
    private const int JobMask = ~(JobUnit - 1);

    // 50 µs of spinning, meant to outlast the gap between two kernels of a step; yielding up to 200 µs; then sleep.
    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;
    private static readonly long YieldTicks = Stopwatch.Frequency / 5_000;

    /// <summary>Places between two lanes' counters, so that each has its cache lines to itself.</summary>
    private const int Padding = 32;

    private readonly Sleeper[] _workers;
    private readonly Thread[] _threads;
    private readonly Sleeper _caller = new();
    private Action<int, int>? _body;
    private ExceptionDispatchInfo? _failure;
    private readonly int[] _next;
    private int _items;
    private int _state;
    private int _busy;
    private volatile bool _stopping;

    public KernelThreads(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, InsideMask);
        Count = count;
        _next = new int[count * Padding];
        _workers = new Sleeper[count - 1];
        _threads = new Thread[count - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            int lane = i + 1;
            _workers[i] = new Sleeper();
            _threads[i] = new Thread(() => Serve(lane)) { IsBackground = true, Name = $"kernel lane {lane}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that work together, the caller included.</summary>
    public int Count { get; }

    /// <summary>
    /// Runs body(item, lane) once for each item 0..items−1 and returns when all are done. Items are handed out one by one, each lane beginning at a part of its own; lane (0..Count−1) tells which
    /// thread's scratch to use. What an item computes must not depend on its lane. A second caller at the same time, and a call from inside a body, runs
    /// its items inline, on lane 0. When a body throws, no further items are handed out, and the first exception is thrown here once every lane has stopped.
    /// </summary>
    public void For(int items, Action<int, int> body)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        if (items <= 1 || Count == 1 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (int item = 0; item < items; item++)
                body(item, 0);
            return;
        }

        _body = body;
        _items = items;
        for (int lane = 0; lane < Count; lane++)
            _next[lane * Padding] = First(lane, items);
        // A full fence: a worker that goes to sleep either sees the open job, or is seen asleep below.
        int job = (_state & JobMask) + JobUnit;
        Interlocked.Exchange(ref _state, job | OpenBit);
        for (int i = 0; i < Math.Min(_workers.Length, items - 1); i++)
            _workers[i].Wake();

        Work(0);
        Interlocked.And(ref _state, ~OpenBit);
        WaitUntil(_caller, static (threads, _) => (Volatile.Read(ref threads._state) & InsideMask) == 0, 0);

        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        _body = null;
        Volatile.Write(ref _busy, 0);
        failure?.Throw();
    }

    public void Dispose()
    {
        _stopping = true;
        Interlocked.MemoryBarrier();
        foreach (Sleeper worker in _workers)
            worker.Wake();
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Serve(int lane)
    {
        int served = 0;
        while (true)
        {
            WaitUntil(_workers[lane - 1], static (threads, served) => threads._stopping || threads.HasOpenJobAfter(served), served);
            if (_stopping)
                return;
            int state = Volatile.Read(ref _state);
            if ((state & OpenBit) == 0 || Interlocked.CompareExchange(ref _state, state + 1, state) != state)
                continue;
            served = state & JobMask;
            Work(lane);
            if ((Interlocked.Decrement(ref _state) & (InsideMask | OpenBit)) == 0)
                _caller.Wake();
        }
    }

    private bool HasOpenJobAfter(int served)
    {
        int state = Volatile.Read(ref _state);
        return (state & OpenBit) != 0 && (state & JobMask) != served;
    }

    /// <summary>
    /// A lane takes the items of its own part of the range, in order, then what is left of the others': so it usually finds in its cache what it left there when
    /// the kernel before went over the same images.
    /// </summary>
    private void Work(int lane)
    {
        Action<int, int> body = _body!;
        int items = _items;
        try
        {
            for (int i = 0; i < Count; i++)
            {
                int owner = (lane + i) % Count;
                int end = First(owner + 1, items);
                ref int next = ref _next[owner * Padding];
                for (int item = Interlocked.Increment(ref next) - 1; item < end; item = Interlocked.Increment(ref next) - 1)
                    body(item, lane);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            for (int other = 0; other < Count; other++)
                Volatile.Write(ref _next[other * Padding], items);
        }
    }

    /// <summary>The first item of a lane's part.</summary>
    private int First(int lane, int items) => (int)((long)items * lane / Count);

    private void WaitUntil(Sleeper sleeper, Func<KernelThreads, int, bool> condition, int argument)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition(this, argument))
        {
            long waited = Stopwatch.GetTimestamp() - start;
            if (waited < SpinTicks)
                Thread.SpinWait(4);
            else if (waited < YieldTicks)
                Thread.Yield();
            else
            {
                sleeper.Announce();
                if (condition(this, argument))
                    sleeper.Withdraw();
                else
                    sleeper.Sleep();
            }
        }
    }

    /// <summary>
    /// One thread that may sleep. It announces the sleep before it looks at its condition for the last time; whoever changes the condition looks at the
    /// announcement afterwards.
    /// </summary>
    private sealed class Sleeper
    {
        private readonly SemaphoreSlim _wake = new(0);
        private int _announced;

        public void Announce() => Interlocked.Exchange(ref _announced, 1);

        /// <summary>The condition came true after all; a wake-up already on its way is consumed.</summary>
        public void Withdraw()
        {
            if (Interlocked.Exchange(ref _announced, 0) == 0)
                _wake.Wait();
        }

        public void Sleep() => _wake.Wait();

        public void Wake()
        {
            if (Volatile.Read(ref _announced) == 1 && Interlocked.Exchange(ref _announced, 0) == 1)
                _wake.Release();
        }
    }
}
