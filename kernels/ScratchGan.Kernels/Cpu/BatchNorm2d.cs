using System.Numerics;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

// N images, C channels, S pixels of a plane; n, c, s their indices; M = N·S values in a channel.

/// <summary>
/// Batch normalisation of x [N, C, S] with an activation on top (Ioffe and Szegedy 2015): y = act(γ·x̂ + β), x̂ = (x − μ)·ρ, ρ = 1/√(σ² + ε),
/// μ and σ² the mean and the (biased) variance of a channel. Threads take channels: one of 256 KiB is still in the cache for its second pass.
/// Pinned by BatchNorm2dTests, against double precision. The backward pass is in BatchNorm2dBackward.cs.
/// </summary>
public static unsafe partial class BatchNorm2d
{
    /// <summary>Values summed in float before double takes over: at most 64 to a lane of one of the two accumulators.</summary>
    private const int Piece = 1024;

    /// <param name="runningMean">moves by momentum towards the mean; null to leave it alone</param>
    /// <param name="runningVariance">moves by momentum towards the unbiased variance</param>
    public static void Forward<TActivation>(
        CpuContext context, in NormGeometry g, TActivation activation, float epsilon, float* x, float* gamma, float* beta,
        float* y, float* mean, float* variance, float* runningMean, float* runningVariance, float momentum)
        where TActivation : struct, IDifferentiableOperator
    {
        NormGeometry geometry = g;
        context.Threads.For(geometry.C, (c, _) =>
        {
            (double average, double spread) = Statistics(geometry, x, c);
            mean[c] = (float)average;
            variance[c] = (float)spread;
            if (runningMean is not null)
            {
                runningMean[c] += momentum * (mean[c] - runningMean[c]);
                runningVariance[c] += momentum * (variance[c] * geometry.Unbiased - runningVariance[c]);
            }
            var norm = new Channel(gamma[c], beta[c], mean[c], variance[c], epsilon);
            for (int n = 0; n < geometry.N; n++)
            {
                nint plane = ((nint)n * geometry.C + c) * geometry.S;
                ApplyPlane(activation, norm, x + plane, y + plane, geometry.S);
            }
        });
    }

    /// <summary>
    /// Mean and biased variance of a channel from shifted sums, k being the mean of the channel's first piece: with e = x − k, μ = k + Σe/M and
    /// σ² = Σe²/M − (Σe/M)². Since (k − μ)² ≤ σ²·M/(size of the piece), the subtraction takes at most that ratio of the sums' accuracy, however far
    /// μ is from 0.
    /// </summary>
    private static (double Mean, double Variance) Statistics(NormGeometry g, float* x, int c)
    {
        float* origin = x + (nint)c * g.S;
        int first = Math.Min(Piece, g.S);
        double sum = 0;
        double squares = 0;
        AddMoments(origin, *origin, first, ref sum, ref squares);
        float shift = (float)(*origin + sum / first);
        sum = 0;
        squares = 0;
        for (int n = 0; n < g.N; n++)
        {
            float* plane = origin + (nint)n * g.C * g.S;
            for (int s = 0; s < g.S; s += Piece)
                AddMoments(plane + s, shift, Math.Min(Piece, g.S - s), ref sum, ref squares);
        }
        double offset = sum / g.Count;
        return (shift + offset, Math.Max(0, squares / g.Count - offset * offset));
    }

    /// <summary>sum += Σ (x − shift), squares += Σ (x − shift)².</summary>
    private static void AddMoments(float* x, float shift, int count, ref double sum, ref double squares)
    {
        int lanes = Vector<float>.Count;
        Vector<float> k = new(shift);
        Vector<float> sum0 = Vector<float>.Zero;
        Vector<float> sum1 = Vector<float>.Zero;
        Vector<float> squares0 = Vector<float>.Zero;
        Vector<float> squares1 = Vector<float>.Zero;
        int i = 0;
        for (; i <= count - 2 * lanes; i += 2 * lanes)
        {
            Vector<float> e0 = Vector.Load(x + i) - k;
            Vector<float> e1 = Vector.Load(x + i + lanes) - k;
            sum0 += e0;
            sum1 += e1;
            squares0 = Vector.FusedMultiplyAdd(e0, e0, squares0);
            squares1 = Vector.FusedMultiplyAdd(e1, e1, squares1);
        }
        for (; i < count; i += lanes)
        {
            Vector<float> e = (count - i >= lanes ? Vector.Load(x + i) : VectorTail.Load(x + i, count - i, padding: shift)) - k;
            sum0 += e;
            squares0 = Vector.FusedMultiplyAdd(e, e, squares0);
        }
        sum += Vector.Sum(sum0 + sum1);
        squares += Vector.Sum(squares0 + squares1);
    }

    private static void ApplyPlane<TActivation>(TActivation activation, Channel norm, float* x, float* y, int count)
        where TActivation : struct, IDifferentiableOperator
    {
        int lanes = Vector<float>.Count;
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            Vector.Store(activation.Invoke(norm.Invoke(Vector.Load(x + i))), y + i);
        if (i < count)
            VectorTail.Store(activation.Invoke(norm.Invoke(VectorTail.Load(x + i, count - i))), y + i, count - i);
    }

    /// <summary>z = (x − μ)·γρ + β, in this order since γρ·x and γρ·μ may both be large where the mean is far from 0.</summary>
    private readonly struct Channel(float gamma, float beta, float mean, float variance, float epsilon)
    {
        private readonly float _scale = (float)(gamma / Math.Sqrt(variance + (double)epsilon));
        private readonly float _beta = beta;

        public float Mean { get; } = mean;

        public Vector<float> Invoke(Vector<float> x) =>
            Vector.FusedMultiplyAdd(x - new Vector<float>(Mean), new Vector<float>(_scale), new Vector<float>(_beta));
    }
}
