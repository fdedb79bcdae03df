using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Gpu;

// N images, C channels, S pixels of a plane; c a channel, e a value of it, i a segment of it; M = N·S values in a channel, nᵢ in segment i.

/// <summary>
/// Batch normalisation of x [N, C, S] with an activation on top: y = act(γ·x̂ + β), x̂ = (x − μ)·ρ, ρ = 1/√(σ² + ε), μ and σ² the mean and the (biased) variance
/// of a channel. Two launches: groups of threads take segments of channels (<see cref="BatchNorm2dSegments"/>), first for partial statistics, then to combine
/// those of their channel, all groups in the same order, and to normalise. Pinned by BatchNorm2dTests. The backward pass is in BatchNorm2dBackward.cs.
/// </summary>
public static partial class BatchNorm2d
{
    public static void Forward<TActivation>(
        GpuContext context, in NormGeometry geometry, TActivation activation, float epsilon, ArrayView<float> x, ArrayView<float> gamma, ArrayView<float> beta,
        ArrayView<float> y, ArrayView<float> mean, ArrayView<float> variance, RunningViews running)
        where TActivation : struct, IDifferentiableOperator
    {
        var segments = new BatchNorm2dSegments(geometry, context.Parallelism);
        var config = new KernelConfig(segments.Groups, GpuContext.GroupSize);
        ArrayView<Pair> partials = Partials(context, segments);
        context.Launch(StatisticsKernel, config, segments, x, partials);
        context.Launch(
            NormalizeKernel, config, activation, segments, new ChannelViews(gamma, beta, mean, variance, epsilon), geometry.Unbiased, x, y, running, partials);
    }

    private static ArrayView<Pair> Partials(GpuContext context, in BatchNorm2dSegments segments) => context.Scratch(2 * segments.Groups).Cast<Pair>();

    /// <summary>
    /// Mean and sum of squared deviations of one segment, by the corrected two-pass algorithm (Chan, Golub and LeVeque 1983, equation 1.7): with k the mean as
    /// the first pass finds it, rounded as it may be, and d = x − k, μᵢ = k + Σd/nᵢ and Qᵢ = Σd² − (Σd)²/nᵢ, where the second term is as small as k is good.
    /// </summary>
    private static void StatisticsKernel(BatchNorm2dSegments segments, ArrayView<float> x, ArrayView<Pair> partials)
    {
        ArrayView<Pair> shared = SharedMemory.Allocate<Pair>(GpuContext.GroupSize);
        int c = segments.Channel(Grid.IdxX);
        int origin = segments.Origin(c);
        int segment = Grid.IdxX - c * segments.PerChannel;
        int end = segments.End(segment);
        float size = segments.Size(segment);

        float sum0 = 0f;
        float sum1 = 0f;
        float sum2 = 0f;
        float sum3 = 0f;
        int e = segments.Start(segment) + Group.IdxX;
        for (; e < end - 3 * GpuContext.GroupSize; e += 4 * GpuContext.GroupSize)
        {
            sum0 += x[segments.Address(origin, e)];
            sum1 += x[segments.Address(origin, e + GpuContext.GroupSize)];
            sum2 += x[segments.Address(origin, e + 2 * GpuContext.GroupSize)];
            sum3 += x[segments.Address(origin, e + 3 * GpuContext.GroupSize)];
        }
        for (; e < end; e += GpuContext.GroupSize)
            sum0 += x[segments.Address(origin, e)];
        float k = GroupSum(shared, new Pair(sum0 + sum1 + (sum2 + sum3), 0f)).First / size;

        Pair moments0 = default;
        Pair moments1 = default;
        Pair moments2 = default;
        Pair moments3 = default;
        e = segments.Start(segment) + Group.IdxX;
        for (; e < end - 3 * GpuContext.GroupSize; e += 4 * GpuContext.GroupSize)
        {
            float x0 = x[segments.Address(origin, e)];
            float x1 = x[segments.Address(origin, e + GpuContext.GroupSize)];
            float x2 = x[segments.Address(origin, e + 2 * GpuContext.GroupSize)];
            float x3 = x[segments.Address(origin, e + 3 * GpuContext.GroupSize)];
            moments0 = moments0.Plus(Moments(x0 - k));
            moments1 = moments1.Plus(Moments(x1 - k));
            moments2 = moments2.Plus(Moments(x2 - k));
            moments3 = moments3.Plus(Moments(x3 - k));
        }
        for (; e < end; e += GpuContext.GroupSize)
            moments0 = moments0.Plus(Moments(x[segments.Address(origin, e)] - k));
        Pair sums = GroupSum(shared, moments0.Plus(moments1).Plus(moments2.Plus(moments3)));
        if (Group.IdxX == 0)
            partials[Grid.IdxX] = new Pair(k + sums.First / size, MathF.Max(0f, sums.Second - sums.First * sums.First / size));
    }

    private static Pair Moments(float d) => new(d, d * d);

    private static void NormalizeKernel<TActivation>(
        TActivation activation, BatchNorm2dSegments segments, ChannelViews channels, float unbiased, ArrayView<float> x, ArrayView<float> y,
        RunningViews running, ArrayView<Pair> partials)
        where TActivation : struct, IDifferentiableOperator
    {
        ArrayView<Pair> shared = SharedMemory.Allocate<Pair>(GpuContext.GroupSize);
        int c = segments.Channel(Grid.IdxX);
        int origin = segments.Origin(c);
        int segment = Grid.IdxX - c * segments.PerChannel;
        int end = segments.End(segment);
        Pair statistics = Combine(shared, segments, partials, c);
        float mean = statistics.First;
        float variance = statistics.Second;
        if (segment == 0 && Group.IdxX == 0)
        {
            channels.Mean[c] = mean;
            channels.Variance[c] = variance;
            if (running.Momentum != 0f)
            {
                running.Mean[c] += running.Momentum * (mean - running.Mean[c]);
                running.Variance[c] += running.Momentum * (variance * unbiased - running.Variance[c]);
            }
        }

        var norm = new Channel(channels.Gamma[c], channels.Beta[c], mean, variance, channels.Epsilon);
        int e = segments.Start(segment) + Group.IdxX;
        for (; e < end - 3 * GpuContext.GroupSize; e += 4 * GpuContext.GroupSize)
        {
            int at0 = segments.Address(origin, e);
            int at1 = segments.Address(origin, e + GpuContext.GroupSize);
            int at2 = segments.Address(origin, e + 2 * GpuContext.GroupSize);
            int at3 = segments.Address(origin, e + 3 * GpuContext.GroupSize);
            float x0 = x[at0];
            float x1 = x[at1];
            float x2 = x[at2];
            float x3 = x[at3];
            y[at0] = activation.Invoke(norm.Invoke(x0));
            y[at1] = activation.Invoke(norm.Invoke(x1));
            y[at2] = activation.Invoke(norm.Invoke(x2));
            y[at3] = activation.Invoke(norm.Invoke(x3));
        }
        for (; e < end; e += GpuContext.GroupSize)
        {
            int at = segments.Address(origin, e);
            y[at] = activation.Invoke(norm.Invoke(x[at]));
        }
    }

    /// <summary>
    /// Mean and variance of a channel from those of its segments (Chan, Golub and LeVeque 1979, for any number of parts at once):
    /// μ = μ₀ + Σ nᵢ(μᵢ − μ₀)/M, where taking μ₀ off spares the sum a common large part. Within a segment Σ(x − μ)² = Σ(x − μᵢ)² + nᵢ(μᵢ − μ)², since the
    /// cross term 2(μᵢ − μ)·Σ(x − μᵢ) is 0; hence σ² = Σ (Qᵢ + nᵢ(μᵢ − μ)²)/M.
    /// </summary>
    private static Pair Combine(ArrayView<Pair> shared, BatchNorm2dSegments segments, ArrayView<Pair> partials, int c)
    {
        int origin = c * segments.PerChannel;
        float reference = partials[origin].First;
        float offset = 0f;
        for (int i = Group.IdxX; i < segments.PerChannel; i += GpuContext.GroupSize)
            offset += segments.Size(i) * (partials[origin + i].First - reference);
        float mean = reference + GroupSum(shared, new Pair(offset, 0f)).First / segments.Count;
        float squares = 0f;
        for (int i = Group.IdxX; i < segments.PerChannel; i += GpuContext.GroupSize)
        {
            Pair part = partials[origin + i];
            squares += part.Second + segments.Size(i) * (part.First - mean) * (part.First - mean);
        }
        return new Pair(mean, GroupSum(shared, new Pair(squares, 0f)).First / segments.Count);
    }

    /// <summary>z = (x − μ)·γρ + β, in this order since γρ·x and γρ·μ may both be large where the mean is far from 0.</summary>
    internal readonly struct Channel
    {
        private readonly float _scale;
        private readonly float _beta;

        public Channel(float gamma, float beta, float mean, float variance, float epsilon)
        {
            Inverse = 1f / MathF.Sqrt(variance + epsilon);
            Mean = mean;
            _scale = gamma * Inverse;
            _beta = beta;
        }

        /// <summary>μ.</summary>
        public float Mean { get; }

        /// <summary>ρ.</summary>
        public float Inverse { get; }

        public float Invoke(float x) => (x - Mean) * _scale + _beta;
    }

    /// <summary>What belongs to the channels: γ, β, μ and σ² [C], and ε.</summary>
    internal readonly struct ChannelViews(ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> mean, ArrayView<float> variance, float epsilon)
    {
        public ArrayView<float> Gamma { get; } = gamma;

        public ArrayView<float> Beta { get; } = beta;

        public ArrayView<float> Mean { get; } = mean;

        public ArrayView<float> Variance { get; } = variance;

        public float Epsilon { get; } = epsilon;

        public Channel Load(int c) => new(Gamma[c], Beta[c], Mean[c], Variance[c], Epsilon);
    }
}
