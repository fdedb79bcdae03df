using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine;

/// <summary>The SIMD kernels of ScratchGan.Kernels.Cpu over native memory; owns its threads.</summary>
public sealed unsafe class CpuBackend(KernelThreads threads) : IBackend
{
    private readonly CpuContext _context = new(threads);

    public string Name => "cpu";

    public string Description => $"cpu · {threads.Count} {(threads.Count == 1 ? "thread" : "threads")}";

    /// <summary>Tracing costs a CPU step next to nothing.</summary>
    public bool CanRecord => false;

    public Storage Allocate(int capacity) => new CpuStorage(new CpuMemory(capacity), 0, capacity);

    public Storage Part(Storage whole, int start, int capacity) => new CpuStorage(((CpuStorage)whole).Memory, start, capacity);

    public void Free(Storage storage) => ((CpuStorage)storage).Memory.Dispose();

    public void Upload(ReadOnlySpan<float> source, Slice target) => source.CopyTo(Span(target));

    public void Upload(SpanAction source, Slice target) => source(Span(target));

    public void Download(Slice source, Span<float> target) => Span(source).CopyTo(target);

    public IUpload OpenUpload(Slice target) => new HostUpload(this, target);

    public void BeginRecording() => throw new NotSupportedException("steps are not recorded on the CPU");

    public IBackendRecording EndRecording() => throw new NotSupportedException("steps are not recorded on the CPU");

    public void Fill(float value, Slice y) => Elementwise.Fill(_context, value, At(y), y.Length);

    public void Map<TOperator>(TOperator function, Slice x, Slice y)
        where TOperator : struct, IUnaryOperator => Elementwise.Map(_context, function, At(x), At(y), y.Length);

    public void Zip<TOperator>(TOperator function, Slice a, Slice b, Slice y)
        where TOperator : struct, IBinaryOperator => Elementwise.Zip(_context, function, At(a), At(b), At(y), y.Length);

    public void Zip<TOperator>(TOperator function, BroadcastGeometry geometry, Slice a, Slice b, Slice y)
        where TOperator : struct, IBinaryOperator => Elementwise.ZipBroadcast(_context, function, geometry, At(a), At(b), At(y));

    public void Zip<TOperator>(TOperator function, Slice a, Slice b, Slice c, Slice y)
        where TOperator : struct, ITernaryOperator => Elementwise.Zip3(_context, function, At(a), At(b), At(c), At(y), y.Length);

    public void MoveTowards(Slice weight, Slice target, Slice y) => Zip(new Lerp(*At(weight)), y, target, y);

    public void Reduce<TReduction>(TReduction reduction, ReductionGeometry geometry, Slice x, Slice y)
        where TReduction : struct, IReduction => Kernels.Cpu.Reduce.Run(_context, geometry, reduction, At(x), At(y));

    public void Copy(StridedGeometry geometry, Slice source, Slice target) => StridedCopy.Run(_context, geometry, At(source), At(target));

    public void Copy(IReadOnlyList<(Slice From, Slice To)> pairs)
    {
        foreach ((Slice from, Slice to) in pairs)
            Map(default(Identity), from, to);
    }

    public void Gather(int width, Slice x, Slice indices, Slice y) =>
        Kernels.Cpu.Gather.Run(_context, indices.Length, width, At(x), x.Length / width, At(indices), At(y));

    public void ScatterAdd(int width, Slice x, Slice indices, Slice y) =>
        Kernels.Cpu.ScatterAdd.Run(_context, indices.Length, width, At(x), At(indices), At(y), y.Length / width);

    public void MatMul(in MatMulGeometry geometry, Slice a, Slice b, Slice c) => Kernels.Cpu.MatMul.Run(_context, geometry, At(a), At(b), At(c));

    public void Conv2d(in ConvolutionGeometry geometry, Slice x, Slice w, Slice y) =>
        Kernels.Cpu.Conv2d.Run(_context, geometry, At(x), At(w), At(y));

    public void ConvTranspose2d(in ConvolutionGeometry geometry, Slice g, Slice w, Slice x) =>
        Kernels.Cpu.ConvTranspose2d.Run(_context, geometry, At(g), At(w), At(x));

    public void Conv2dWeightGradient(in ConvolutionGeometry geometry, Slice x, Slice g, Slice w) =>
        Kernels.Cpu.Conv2dWeightGradient.Run(_context, geometry, At(x), At(g), At(w));

    public void BatchNorm<TActivation>(
        in NormGeometry geometry, TActivation activation, float epsilon, Slice x, Slice gamma, Slice beta, Slice y, Slice mean, Slice variance,
        RunningStatistics? running)
        where TActivation : struct, IDifferentiableOperator =>
        BatchNorm2d.Forward(
            _context, geometry, activation, epsilon, At(x), At(gamma), At(beta), At(y), At(mean), At(variance),
            running is { } means ? At(means.Mean) : null, running is { } variances ? At(variances.Variance) : null, running?.Momentum ?? 0f);

    public void BatchNormGradient<TActivation>(
        in NormGeometry geometry, TActivation activation, float epsilon, Slice x, Slice gamma, Slice beta, Slice mean, Slice variance, Slice u,
        Slice dx, Slice dgamma, Slice dbeta)
        where TActivation : struct, IDifferentiableOperator =>
        BatchNorm2d.Backward(
            _context, geometry, activation, epsilon, At(x), At(gamma), At(beta), At(mean), At(variance), At(u), At(dx), At(dgamma), At(dbeta));

    public void Update<TRule>(TRule rule, Slice schedule, Slice parameter, Slice gradient, Slice first, Slice second)
        where TRule : struct, IUpdateRule =>
        Kernels.Cpu.Update.Run(_context, rule, At(schedule), At(parameter), At(gradient), At(first), At(second), parameter.Length);

    public void RandomUniform(ulong seed, ulong stream, Slice position, Slice y) =>
        RandomNumbers.Uniform(_context, seed, stream, Position(position), At(y), y.Length);

    public void RandomNormal(ulong seed, ulong stream, Slice position, Slice y) =>
        RandomNumbers.Normal(_context, seed, stream, Position(position), At(y), y.Length);

    public int FirstNonFinite(Slice x) => Finite.FirstNonFinite(_context, At(x), x.Length);

    public void Dispose()
    {
        _context.Dispose();
        threads.Dispose();
    }

    private static float* At(Slice slice)
    {
        var storage = (CpuStorage)slice.Storage;
        return storage.Memory.Start is not null
            ? storage.Memory.Start + storage.Offset + slice.Offset
            : throw new ObjectDisposedException(nameof(Device), "the device of this tensor has been disposed");
    }

    private static ulong Position(Slice words) => *(ulong*)At(words);

    private static Span<float> Span(Slice slice) => new(At(slice), slice.Length);

    private sealed class CpuStorage(CpuMemory memory, int offset, int capacity) : Storage(capacity)
    {
        public CpuMemory Memory { get; } = memory;

        public int Offset { get; } = offset;
    }
}
