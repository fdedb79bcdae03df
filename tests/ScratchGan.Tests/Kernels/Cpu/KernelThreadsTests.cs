using ScratchGan.Kernels.Cpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed class KernelThreadsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_runs_once_on_a_lane_of_its_own(int count)
    {
        using var threads = new KernelThreads(count);
        var random = new Random(1);
        for (int call = 0; call < 2000; call++)
        {
            int[] runs = new int[random.Next(0, 40)];
            int[] inside = new int[count];
            bool shared = false;
            threads.For(runs.Length, (item, lane) =>
            {
                if (Interlocked.Increment(ref inside[lane]) != 1)
                    shared = true;
                runs[item]++;
                Interlocked.Decrement(ref inside[lane]);
            });
            Assert.False(shared);
            Assert.All(runs, run => Assert.Equal(1, run));
        }
    }

    [Fact]
    public void Workers_take_part_and_return_after_sleeping()
    {
        using var threads = new KernelThreads(3);
        for (int call = 0; call < 3; call++)
        {
            // Each item waits for the others: three items can only end when three threads run them.
            using var together = new Barrier(3);
            int lanes = 0;
            threads.For(3, (_, lane) =>
            {
                Interlocked.Or(ref lanes, 1 << lane);
                Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(20)));
            });
            Assert.Equal(0b111, lanes);
            Thread.Sleep(20);
        }
    }

    [Fact]
    public void One_thread_means_the_callers()
    {
        using var threads = new KernelThreads(1);
        int caller = Environment.CurrentManagedThreadId;
        threads.For(100, (_, lane) =>
        {
            Assert.Equal(0, lane);
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
        });
    }

    [Fact]
    public void An_exception_reaches_the_caller_after_every_lane_has_stopped()
    {
        using var threads = new KernelThreads(3);
        for (int call = 0; call < 200; call++)
        {
            int inside = 0;
            int after = 0;
            InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => threads.For(50, (item, _) =>
            {
                Interlocked.Increment(ref inside);
                try
                {
                    Thread.SpinWait(50);
                    if (item == 7)
                        throw new InvalidOperationException("item 7");
                }
                finally
                {
                    Interlocked.Decrement(ref inside);
                }
            }));
            Assert.Equal("item 7", exception.Message);
            Assert.Equal(0, Volatile.Read(ref inside));
            threads.For(20, (_, _) => Interlocked.Increment(ref after));
            Assert.Equal(20, after);
        }
    }

    [Fact]
    public void A_call_from_inside_a_body_runs_inline()
    {
        using var threads = new KernelThreads(3);
        int inner = 0;
        threads.For(20, (_, _) =>
        {
            int thread = Environment.CurrentManagedThreadId;
            threads.For(7, (_, lane) =>
            {
                Assert.Equal(0, lane);
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
                Interlocked.Increment(ref inner);
            });
        });
        Assert.Equal(140, inner);
    }

    [Fact]
    public void A_second_caller_at_the_same_time_runs_inline()
    {
        using var threads = new KernelThreads(2);
        using var entered = new ManualResetEventSlim();
        using var finished = new ManualResetEventSlim();
        var first = new Thread(() => threads.For(2, (_, _) =>
        {
            entered.Set();
            Assert.True(finished.Wait(TimeSpan.FromSeconds(20)));
        }));
        first.Start();
        Assert.True(entered.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        int caller = Environment.CurrentManagedThreadId;
        int runs = 0;
        threads.For(5, (_, lane) =>
        {
            Assert.Equal(0, lane);
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
            runs++;
        });
        finished.Set();
        first.Join();
        Assert.Equal(5, runs);
    }

    [Fact]
    public void Many_callers_each_get_all_their_items()
    {
        using var threads = new KernelThreads(3);
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int call = 0; call < 500; call++)
            {
                int runs = 0;
                threads.For(9, (_, _) => Interlocked.Increment(ref runs));
                Assert.Equal(9, runs);
            }
        }))];
        foreach (Thread caller in callers)
            caller.Start();
        foreach (Thread caller in callers)
            caller.Join();
    }

    [Fact]
    public void After_Dispose_a_call_is_refused()
    {
        var threads = new KernelThreads(4);
        threads.Dispose();
        Assert.Throws<ObjectDisposedException>(() => threads.For(3, (_, _) => { }));
    }

    [Fact]
    public void No_threads_is_an_error() => Assert.Throws<ArgumentOutOfRangeException>(() => new KernelThreads(0));
}
