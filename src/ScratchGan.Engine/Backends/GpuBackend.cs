using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine;

/// <summary>The kernels of ScratchGan.Kernels.Gpu on one device of ILGPU: CUDA, OpenCL or the simulator. Everything is queued in order on one stream.</summary>
public sealed class GpuBackend(GpuContext context) : IBackend
{
    public string Name => context.Kind switch
    {
        GpuKind.Cuda => "cuda",
        GpuKind.OpenCl => "opencl",
        _ => "simulator",
    };

    public string Description => $"{Name} · {context.Accelerator.Name.Trim()} · {context.Accelerator.MemorySize >> 20:N0} MiB";

    public bool CanRecord => true;

    /// <summary>What launches, for counting and for the precision of matrix products.</summary>
    public GpuContext Context => context;

    public Storage Allocate(int capacity) => new GpuStorage(context.Allocate(capacity), capacity);

    public Storage Part(Storage whole, int start, int capacity) => throw new NotSupportedException("recorded steps work on whole storages");

    public void Free(Storage storage) => ((GpuStorage)storage).Memory.Dispose();

    public void Upload(ReadOnlySpan<float> source, Slice target) => context.Upload(source, At(target));

    public void Upload(SpanAction source, Slice target)
    {
        float[] values = new float[target.Length];
        source(values);
        Upload(values, target);
    }

    public void Download(Slice source, Span<float> target) => context.Download(At(source), target);

    public IUpload OpenUpload(Slice target) => context.Kind == GpuKind.Cuda ? new PinnedUpload(context, At(target)) : new HostUpload(this, target);

    public void BeginRecording() => context.BeginRecording();

    public IBackendRecording EndRecording() => new Recording(context.EndRecording());

    public void Fill(float value, Slice y) => Elementwise.Fill(context, value, At(y));

    public void Map<TOperator>(TOperator function, Slice x, Slice y)
        where TOperator : struct, IUnaryOperator => Elementwise.Map(context, function, At(x), At(y));

    public void Zip<TOperator>(TOperator function, Slice a, Slice b, Slice y)
        where TOperator : struct, IBinaryOperator => Elementwise.Zip(context, function, At(a), At(b), At(y));

    public void Zip<TOperator>(TOperator function, BroadcastGeometry geometry, Slice a, Slice b, Slice y)
        where TOperator : struct, IBinaryOperator => Elementwise.ZipBroadcast(context, function, geometry, At(a), At(b), At(y));

    public void Zip<TOperator>(TOperator function, Slice a, Slice b, Slice c, Slice y)
        where TOperator : struct, ITernaryOperator => Elementwise.Zip3(context, function, At(a), At(b), At(c), At(y));

    public void MoveTowards(Slice weight, Slice target, Slice y) => Elementwise.MoveTowards(context, At(weight), At(target), At(y));

    public void Reduce<TReduction>(TReduction reduction, ReductionGeometry geometry, Slice x, Slice y)
        where TReduction : struct, IReduction => Kernels.Gpu.Reduce.Run(context, geometry, reduction, At(x), At(y));

    public void Copy(StridedGeometry geometry, Slice source, Slice target) => StridedCopy.Run(context, geometry, At(source), At(target));

    public void Copy(IReadOnlyList<(Slice From, Slice To)> pairs) => Elementwise.Copy(context, [.. pairs.Select(pair => (At(pair.From), At(pair.To)))]);

    public void Gather(int width, Slice x, Slice indices, Slice y) =>
        Kernels.Gpu.Gather.Run(context, indices.Length, width, At(x), At(indices), At(y));

    public void ScatterAdd(int width, Slice x, Slice indices, Slice y) =>
        Kernels.Gpu.ScatterAdd.Run(context, indices.Length, width, At(x), At(indices), At(y), y.Length / width);

    public void MatMul(in MatMulGeometry geometry, Slice a, Slice b, Slice c) => Kernels.Gpu.MatMul.Run(context, geometry, At(a), At(b), At(c));

    public void Conv2d(in ConvolutionGeometry geometry, Slice x, Slice w, Slice y) => Kernels.Gpu.Conv2d.Run(context, geometry, At(x), At(w), At(y));

    public void ConvTranspose2d(in ConvolutionGeometry geometry, Slice g, Slice w, Slice x) =>
        Kernels.Gpu.ConvTranspose2d.Run(context, geometry, At(g), At(w), At(x));

    public void Conv2dWeightGradient(in ConvolutionGeometry geometry, Slice x, Slice g, Slice w) =>
        Kernels.Gpu.Conv2dWeightGradient.Run(context, geometry, At(x), At(g), At(w));

    public void BatchNorm<TActivation>(
        in NormGeometry geometry, TActivation activation, float epsilon, Slice x, Slice gamma, Slice beta, Slice y, Slice mean, Slice variance,
        RunningStatistics? running)
        where TActivation : struct, IDifferentiableOperator =>
        BatchNorm2d.Forward(
            context, geometry, activation, epsilon, At(x), At(gamma), At(beta), At(y), At(mean), At(variance),
            running is { } averages ? new RunningViews(At(averages.Mean), At(averages.Variance), averages.Momentum) : default);

    public void BatchNormGradient<TActivation>(
        in NormGeometry geometry, TActivation activation, float epsilon, Slice x, Slice gamma, Slice beta, Slice mean, Slice variance, Slice u,
        Slice dx, Slice dgamma, Slice dbeta)
        where TActivation : struct, IDifferentiableOperator =>
        BatchNorm2d.Backward(
            context, geometry, activation, epsilon, At(x), At(gamma), At(beta), At(mean), At(variance), At(u), At(dx), At(dgamma), At(dbeta));

    public void Update<TRule>(TRule rule, Slice schedule, Slice parameter, Slice gradient, Slice first, Slice second)
        where TRule : struct, IUpdateRule =>
        Kernels.Gpu.Update.Run(context, rule, At(schedule), At(parameter), At(gradient), At(first), At(second));

    public void RandomUniform(ulong seed, ulong stream, Slice position, Slice y) => RandomNumbers.Uniform(context, seed, stream, At(position), At(y));

    public void RandomNormal(ulong seed, ulong stream, Slice position, Slice y) => RandomNumbers.Normal(context, seed, stream, At(position), At(y));

    public int FirstNonFinite(Slice x) => Finite.FirstNonFinite(context, At(x));

    public void Dispose() => context.Dispose();

    private static ArrayView<float> At(Slice slice) => ((GpuStorage)slice.Storage).Memory.View.SubView(slice.Offset, slice.Length);

    private sealed class GpuStorage(GpuMemory memory, int capacity) : Storage(capacity)
    {
        public GpuMemory Memory { get; } = memory;
    }

    private sealed class Recording(IGpuRecording launches) : IBackendRecording
    {
        public void Replay() => launches.Replay();

        public void Dispose() => launches.Dispose();
    }

    private sealed class PinnedUpload(GpuContext context, ArrayView<float> target) : IUpload
    {
        private readonly CudaUpload _upload = new(context, target);

        public void Send(ReadOnlySpan<float> values) => _upload.Send(values);

        public void Deliver() => _upload.Deliver();

        public void Dispose() => _upload.Dispose();
    }
}
