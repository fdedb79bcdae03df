using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine;

/// <summary>
/// What a device must be able to do: memory, and a small set of primitives on contiguous slices. Targets come last and are overwritten.
/// All shapes have been checked by the operations above; a backend checks nothing.
/// </summary>
public interface IBackend : IDisposable
{
    /// <summary>cpu, cuda, opencl or simulator.</summary>
    string Name { get; }

    /// <summary>The device in words, for people.</summary>
    string Description { get; }

    /// <summary>Whether a step can be recorded and run again; see <see cref="Device.Record"/>.</summary>
    bool CanRecord { get; }

    /// <exception cref="OutOfMemoryException">the device has no room</exception>
    Storage Allocate(int capacity);

    /// <summary>A storage over a part of another one's memory, on a device that does not record; freed with the whole.</summary>
    Storage Part(Storage whole, int start, int capacity);

    void Free(Storage storage);

    void Upload(ReadOnlySpan<float> source, Slice target);

    /// <summary>Uploads what a function writes; where the host can write to the device's memory, without a copy.</summary>
    void Upload(SpanAction source, Slice target);

    void Download(Slice source, Span<float> target);

    /// <summary>A way for batches from the host to a slice that overlaps with computation where the device can.</summary>
    IUpload OpenUpload(Slice target);

    /// <summary>From here on primitives are noted instead of run; transfers and waiting are errors.</summary>
    void BeginRecording();

    IBackendRecording EndRecording();

    void Fill(float value, Slice y);

    /// <summary>y = f(x).</summary>
    void Map<TOperator>(TOperator function, Slice x, Slice y)
        where TOperator : struct, IUnaryOperator;

    /// <summary>y = f(a, b), all of one length.</summary>
    void Zip<TOperator>(TOperator function, Slice a, Slice b, Slice y)
        where TOperator : struct, IBinaryOperator;

    /// <summary>y = f(a, b) with NumPy's broadcasting.</summary>
    void Zip<TOperator>(TOperator function, BroadcastGeometry geometry, Slice a, Slice b, Slice y)
        where TOperator : struct, IBinaryOperator;

    /// <summary>y = f(a, b, c), all of one length.</summary>
    void Zip<TOperator>(TOperator function, Slice a, Slice b, Slice c, Slice y)
        where TOperator : struct, ITernaryOperator;

    /// <summary>y += weight[0] · (target − y), the weight read from memory.</summary>
    void MoveTowards(Slice weight, Slice target, Slice y);

    /// <summary>Sums, or another reduction, over some axes of x.</summary>
    void Reduce<TReduction>(TReduction reduction, ReductionGeometry geometry, Slice x, Slice y)
        where TReduction : struct, IReduction;

    /// <summary>Permutes, slices, pads, repeats: one copy between two strided layouts. Elements the copy does not reach keep their values.</summary>
    void Copy(StridedGeometry geometry, Slice source, Slice target);

    /// <summary>Copies each first slice over its second, of the same length.</summary>
    void Copy(IReadOnlyList<(Slice From, Slice To)> pairs);

    /// <summary>y[r, :] = x[indices[r], :].</summary>
    void Gather(int width, Slice x, Slice indices, Slice y);

    /// <summary>y = 0, then y[indices[r], :] += x[r, :].</summary>
    void ScatterAdd(int width, Slice x, Slice indices, Slice y);

    void MatMul(in MatMulGeometry geometry, Slice a, Slice b, Slice c);

    void Conv2d(in ConvolutionGeometry geometry, Slice x, Slice w, Slice y);

    void ConvTranspose2d(in ConvolutionGeometry geometry, Slice g, Slice w, Slice x);

    void Conv2dWeightGradient(in ConvolutionGeometry geometry, Slice x, Slice g, Slice w);

    void BatchNorm<TActivation>(
        in NormGeometry geometry, TActivation activation, float epsilon, Slice x, Slice gamma, Slice beta, Slice y, Slice mean, Slice variance,
        RunningStatistics? running)
        where TActivation : struct, IDifferentiableOperator;

    void BatchNormGradient<TActivation>(
        in NormGeometry geometry, TActivation activation, float epsilon, Slice x, Slice gamma, Slice beta, Slice mean, Slice variance, Slice u,
        Slice dx, Slice dgamma, Slice dbeta)
        where TActivation : struct, IDifferentiableOperator;

    /// <summary>
    /// One optimizer step in place, with the numbers of an <see cref="UpdateSchedule"/> read from memory; moments a rule does not use may be any slice.
    /// </summary>
    void Update<TRule>(TRule rule, Slice schedule, Slice parameter, Slice gradient, Slice first, Slice second)
        where TRule : struct, IUpdateRule;

    /// <summary>
    /// Numbers position, position + 1, … of a Philox stream, uniform in [0, 1). The position is read from memory, as the bits of its low and its high 32-bit
    /// word in two floats.
    /// </summary>
    void RandomUniform(ulong seed, ulong stream, Slice position, Slice y);

    /// <summary>Numbers position, position + 1, … of a Philox stream, standard normal; the position as above.</summary>
    void RandomNormal(ulong seed, ulong stream, Slice position, Slice y);

    /// <summary>Index of the first NaN or infinity; −1 when there is none.</summary>
    int FirstNonFinite(Slice x);
}

/// <summary>Averages of batch statistics over a training: mean += momentum · (batch's − mean), and so the variance, the batch's made unbiased.</summary>
public readonly record struct RunningStatistics(Slice Mean, Slice Variance, float Momentum);

/// <summary>Primitives noted by a backend, to be run again.</summary>
public interface IBackendRecording : IDisposable
{
    void Replay();
}

/// <summary>Batches on their way to one slice of a device: while the device works on one, the next travels.</summary>
public interface IUpload : IDisposable
{
    /// <summary>Starts the next batch on its way; the values may be overwritten after the call.</summary>
    void Send(ReadOnlySpan<float> values);

    /// <summary>Everything queued from here on sees the values sent last.</summary>
    void Deliver();
}
