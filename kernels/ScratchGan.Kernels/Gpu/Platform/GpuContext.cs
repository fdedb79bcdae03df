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

    private readonly List<MemoryBuffer1D<float, Stride1D.Dense>> _scratch = [];
    private readonly Context _owner;
    private List<Action<AcceleratorStream>>? _recorded;

    /// <param name="owner">ILGPU's context, disposed with this one; its own, since a kernel that fails to compile leaves ILGPU's context unusable</param>
    public GpuContext(Context owner, Accelerator accelerator)
    {
        _owner = owner;
        Accelerator = accelerator;
        // Not the default stream: CUDA's cannot be captured.
        Stream = accelerator.CreateStream();
        Library = new KernelLibrary(accelerator);
    }

    public Accelerator Accelerator { get; }

    public AcceleratorStream Stream { get; }

    public KernelLibrary Library { get; }

    public bool IsCuda => Accelerator is CudaAccelerator;

    /// <summary>Whether the device has what <see cref="TensorCores"/> needs.</summary>
    public bool HasTensorCores => Accelerator is CudaAccelerator cuda && cuda.Architecture >= CudaArchitecture.SM_80;

    /// <summary>What products may use; a device without tensor cores computes them as <see cref="MatrixPrecision.Single"/> all the same.</summary>
    public MatrixPrecision Precision { get; set; }

    /// <summary>Groups that the device can work on at once, with some to hide waiting: what a kernel cuts its work into at least, if it can.</summary>
    public int Parallelism => 2 * Accelerator.NumMultiprocessors;

    /// <summary>Kernel launches so far, recorded ones included.</summary>
    public long Launches { get; private set; }

    public bool IsRecording { get; private set; }

    /// <summary>A launch for a number of items, one a thread.</summary>
    public static KernelConfig ForEach(int items) => new(Math.Max(1, (items + GroupSize - 1) / GroupSize), GroupSize);

    /// <summary>
    /// Memory for partial results within one primitive: whatever ran before may have left anything in it, whatever runs next may overwrite it. Grows with the
    /// largest request, and never moves or shrinks under a recording that refers to it.
    /// </summary>
    public ArrayView<float> Scratch(int length)
    {
        foreach (MemoryBuffer1D<float, Stride1D.Dense> buffer in _scratch)
            if (buffer.Length >= length)
                return buffer.View.SubView(0, length);
        _scratch.Add(Accelerator.Allocate1D<float>(Math.Max(length, 1 << 20)));
        return _scratch[^1].View.SubView(0, length);
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
        Stream.Synchronize();
        foreach (MemoryBuffer1D<float, Stride1D.Dense> buffer in _scratch)
            buffer.Dispose();
        _scratch.Clear();
        Stream.Dispose();
        Accelerator.Dispose();
        _owner.Dispose();
    }

    private void Queue(Action<AcceleratorStream> launch)
    {
        Launches++;
        if (_recorded is not null)
            _recorded.Add(launch);
        else
            launch(Stream);
    }
}
