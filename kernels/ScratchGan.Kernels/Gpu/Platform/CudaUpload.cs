using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// Batches from the host to one place of a CUDA device while its main stream computes. A batch is copied to page-locked memory, from where a stream of its own
/// carries it to a waiting room on the device; when it is wanted, the main stream waits for its arrival (an event) and moves it to the target. There are two
/// of each, so that the next batch travels while the last one is still read.
/// </summary>
public sealed class CudaUpload : IDisposable
{
    private const int Places = 2;
    private readonly GpuContext _context;
    private readonly ArrayView<float> _target;
    private readonly CudaStream _copies;
    private readonly Place[] _places;
    private int _next;

    public CudaUpload(GpuContext context, ArrayView<float> target)
    {
        _context = context;
        _target = target;
        _copies = (CudaStream)context.Accelerator.CreateStream();
        _places = [.. Enumerable.Range(0, Places).Select(_ => new Place(context, target.Length))];
    }

    /// <summary>Starts a batch on its way.</summary>
    public void Send(ReadOnlySpan<float> values)
    {
        Place place = _places[_next];
        CudaDriver.Require(CudaDriver.EventSynchronize(place.Left), "wait for an earlier batch");
        values.CopyTo(place.Locked.Span);
        place.Room.View.CopyFromPageLockedAsync(_copies, place.Locked);
        CudaDriver.Require(CudaDriver.EventRecord(place.Arrived, _copies.StreamPtr), "mark the arrival of a batch");
    }

    /// <summary>The main stream sees the batch sent last from here on.</summary>
    public void Deliver()
    {
        IntPtr main = ((CudaStream)_context.Stream).StreamPtr;
        Place place = _places[_next];
        CudaDriver.Require(CudaDriver.StreamWaitEvent(main, place.Arrived, 0), "wait for a batch");
        Elementwise.Map(_context, default(Identity), place.Room.View, _target);
        CudaDriver.Require(CudaDriver.EventRecord(place.Left, main), "mark the end of a batch");
        _next = (_next + 1) % Places;
    }

    public void Dispose()
    {
        _context.Stream.Synchronize();
        _copies.Synchronize();
        foreach (Place place in _places)
            place.Dispose();
        _copies.Dispose();
    }

    /// <summary>Page-locked memory, a waiting room, and the events of coming and leaving; an event never recorded counts as past.</summary>
    private sealed class Place : IDisposable
    {
        public Place(GpuContext context, long length)
        {
            Locked = context.Accelerator.AllocatePageLocked1D<float>(length);
            Room = context.Allocate((int)length);
            CudaDriver.Require(CudaDriver.EventCreate(out IntPtr arrived, CudaDriver.EventDisableTiming), "make an event");
            CudaDriver.Require(CudaDriver.EventCreate(out IntPtr left, CudaDriver.EventDisableTiming), "make an event");
            (Arrived, Left) = (arrived, left);
        }

        public PageLockedArray1D<float> Locked { get; }

        public GpuMemory Room { get; }

        public IntPtr Arrived { get; }

        public IntPtr Left { get; }

        public void Dispose()
        {
            Room.Dispose();
            Locked.Dispose();
            _ = CudaDriver.EventDestroy(Arrived);
            _ = CudaDriver.EventDestroy(Left);
        }
    }
}
