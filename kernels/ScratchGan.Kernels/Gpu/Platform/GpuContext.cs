using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// What every GPU kernel needs to run: an accelerator of ILGPU (CUDA, OpenCL, or its simulator on the CPU), a stream on which everything is queued in order,
/// the compiled kernels, and scratch memory. Belongs to one thread.
/// </summary>
public sealed partial class GpuContext : IDisposable
{
    /// <summary>Threads of a group, unless a kernel says otherwise; what CUDA, OpenCL and the simulator all have.</summary>
    public const int GroupSize = 256;

    private const int SmallestScratch = 1 << 20;

    /// <summary>Floats that an upload sends as kernel arguments.</summary>
    private const int LongestMessage = 64;

    private readonly List<GpuMemory> _scratch = [];
    private readonly Context _owner;
    private List<Action<AcceleratorStream>>? _recorded;

    /// <param name="owner">ILGPU's context, disposed with this one; its own, since a kernel that fails to compile leaves ILGPU's context unusable</param>
    internal GpuContext(Context owner, GpuKind kind, Accelerator accelerator)
    {
        _owner = owner;
        Kind = kind;
        Accelerator = accelerator;
        // Not the default stream: CUDA's cannot be captured.
        Stream = accelerator.CreateStream();
        Library = new KernelLibrary(accelerator);
    }

    public GpuKind Kind { get; }

    public Accelerator Accelerator { get; }

    public AcceleratorStream Stream { get; }

    public KernelLibrary Library { get; }

    public bool IsCuda => Kind == GpuKind.Cuda;

    /// <summary>Whether the device has what <see cref="TensorCores"/> needs.</summary>
    public bool HasTensorCores => Accelerator is CudaAccelerator cuda && cuda.Architecture >= CudaArchitecture.SM_80;

    /// <summary>What products may use; a device without tensor cores computes them as <see cref="MatrixPrecision.Single"/> all the same.</summary>
    public MatrixPrecision Precision { get; set; }

    /// <summary>Groups that the device can work on at once, with some to hide waiting: what a kernel cuts its work into at least, if it can.</summary>
    public int Parallelism => 2 * Accelerator.NumMultiprocessors;

    /// <summary>Kernel launches so far, recorded ones included.</summary>
    public long Launches { get; private set; }

    public bool IsRecording { get; private set; }

    /// <summary>Called with each kernel as it is launched or recorded; for counting.</summary>
    public event Action<MethodInfo>? Launching;

    /// <summary>A launch for a number of items, one a thread.</summary>
    public static KernelConfig ForEach(int items) => new(Math.Max(1, (items + GroupSize - 1) / GroupSize), GroupSize);

    /// <summary>
    /// Memory for partial results within one primitive: whatever ran before may have left anything in it, whatever runs next may overwrite it. Grows with the
    /// largest request, and never moves or shrinks under a recording that refers to it.
    /// </summary>
    public ArrayView<float> Scratch(int length)
    {
        GpuMemory? enough = _scratch.Find(memory => memory.View.Length >= length);
        if (enough is null)
            _scratch.Add(enough = Allocate(Math.Max(length, SmallestScratch)));
        return enough.View.SubView(0, length);
    }

    /// <summary>A block of memory; its contents are undefined.</summary>
    /// <exception cref="OutOfMemoryException">there is no room</exception>
    public GpuMemory Allocate(int length)
    {
        RequireNoRecording("memory cannot be allocated");
        try
        {
            return new GpuMemory(Accelerator.Allocate1D<float>(length));
        }
        catch (Exception error) when (GpuFailure.IsOutOfMemory(error))
        {
            throw new OutOfMemoryException($"{Accelerator.Name} has no {length * 4L >> 20} MiB left", error);
        }
    }

    /// <summary>Values from the host. A few travel as arguments of a kernel; more of them wait until the device has taken them.</summary>
    public void Upload(ReadOnlySpan<float> source, ArrayView<float> target)
    {
        RequireNoRecording("values cannot come from the host, they would be the same at every replay: feed them");
        if (source.Length <= LongestMessage)
            Elementwise.Write(this, source, target);
        else
            target.CopyFromCPU(Stream, source);
    }

    /// <summary>Values to the host, after everything queued before.</summary>
    public void Download(ArrayView<float> source, Span<float> target)
    {
        RequireNoRecording("values cannot be read back");
        source.CopyToCPU(Stream, target);
    }

    /// <summary>From here on launches are noted, not run, until <see cref="EndRecording"/>.</summary>
    public void BeginRecording()
    {
        if (IsRecording)
            throw new InvalidOperationException("a recording is already under way");
        IsRecording = true;
        if (IsCuda)
            CudaGraph.Begin(Stream);
        else
            _recorded = [];
    }

    /// <summary>What was launched since <see cref="BeginRecording"/>, to be run any number of times.</summary>
    public IGpuRecording EndRecording()
    {
        IsRecording = false;
        if (IsCuda)
            return CudaGraph.End(Stream);
        List<Action<AcceleratorStream>> launches = _recorded!;
        _recorded = null;
        return new LaunchList(Stream, launches);
    }

    public void Dispose()
    {
        try
        {
            Stream.Synchronize();
        }
        catch (AcceleratorException)
        {
            // Lost devices are disposed too; whoever used it last has seen the error.
        }
        foreach (GpuMemory memory in _scratch)
            memory.Dispose();
        _scratch.Clear();
        Stream.Dispose();
        Accelerator.Dispose();
        _owner.Dispose();
    }

    private void RequireNoRecording(string what)
    {
        if (IsRecording)
            throw new InvalidOperationException($"while a step is recorded, {what}");
    }

    private void Queue(MethodInfo kernel, Action<AcceleratorStream> launch)
    {
        Launches++;
        Launching?.Invoke(kernel);
        if (_recorded is not null)
            _recorded.Add(launch);
        else
            launch(Stream);
    }
}
