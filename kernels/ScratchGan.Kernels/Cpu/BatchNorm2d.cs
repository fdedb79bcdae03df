using System.Numerics;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

// N images, C channels, S pixels of a plane; n, c, s their indices; M = N·S values in a channel.

/// <summary>
/// Batch normalisation of x [N, C, S] with an activation on top (Ioffe and Szegedy 2015): y = act(γ·x̂ + β), x̂ = (x − μ)·ρ, ρ = 1/√(σ² + ε),
/// μ and σ² the mean and the (biased) variance of a channel. Two walks over memory, one for the sums and one for y, each by the tiles of BatchNorm2dTiles.cs.
/// Pinned by BatchNorm2dTests, against double precision. The backward pass is in BatchNorm2dBackward.cs.
/// </summary>
public static unsafe partial class BatchNorm2d
{
    /// <param name="runningMean">moves by momentum towards the mean; null to leave it alone</param>
    /// <param name="runningVariance">moves by momentum towards the unbiased variance</param>
    public static void Forward<TActivation>(
        CpuContext context, in NormGeometry g, TActivation activation, float epsilon, float* x, float* gamma, float* beta,
        float* y, float* mean, float* variance, float* runningMean, float* runningVariance, float momentum)
        where TActivation : struct, IDifferentiableOperator
    {
        NormGeometry geometry = g;
        var tiles = new Tiles(geometry);
        var scratch = new Scratch(context, geometry, tiles);
        Channel* channels = scratch.Channels;
        float* shift = mean;
        Shift(context, geometry, x, shift);
        Sum(context, geometry, new Moments(x, shift), scratch.Sums);
        for (int c = 0; c < geometry.C; c++)
        {
            Sums total = Total(geometry, scratch.Sums, tiles.Bands, c);
            double offset = total.First / geometry.Count;
            mean[c] = (float)(shift[c] + offset);
            variance[c] = (float)Math.Max(0, total.Second / geometry.Count - offset * offset);
            if (runningMean is not null)
            {
                runningMean[c] += momentum * (mean[c] - runningMean[c]);
                runningVariance[c] += momentum * (variance[c] * geometry.Unbiased - runningVariance[c]);
            }
            channels[c] = new Channel(gamma[c], beta[c], mean[c], variance[c], epsilon);
        }
        context.Threads.For(tiles.Count, (item, _) => ApplyTile(geometry, tiles[item], activation, channels, x, y));
    }

    private static void ApplyTile<TActivation>(NormGeometry geometry, Tile tile, TActivation activation, Channel* channels, float* x, float* y)
        where TActivation : struct, IDifferentiableOperator
    {
        for (int n = tile.FirstImage; n < tile.LastImage; n++)
            for (int c = tile.FirstChannel; c < tile.LastChannel; c++)
            {
                nint plane = ((nint)n * geometry.C + c) * geometry.S;
                ApplyPlane(activation, channels[c], x + plane, y + plane, geometry.S);
            }
    }

    /// <summary>
    /// A number k near each channel's mean: the mean of its first piece. With e = x − k, μ = k + Σe/M and σ² = Σe²/M − (Σe/M)². Since (k − μ)² ≤ σ²·M/(size
    /// of the piece), the subtraction takes at most that ratio of the sums' accuracy, however far μ is from 0.
    /// </summary>
    private static void Shift(CpuContext context, NormGeometry geometry, float* x, float* shift)
    {
        int first = Math.Min(Piece, geometry.S);
        int together = Math.Max(1, Chunks.Length / first);
        context.Threads.For(Chunks.Count(geometry.C, together), (item, _) =>
        {
            int width = Vector<float>.Count;
            float* lanes = stackalloc float[2 * width];
            for (int c = item * together; c < Math.Min(geometry.C, (item + 1) * together); c++)
            {
                float* origin = x + (nint)c * geometry.S;
                new Span<float>(lanes, 2 * width).Clear();
                AddMoments(origin, *origin, first, lanes);
                shift[c] = *origin + Vector.Sum(Vector.Load(lanes)) / first;
            }
        });
    }

    /// <summary>Σ (x − k) and Σ (x − k)².</summary>
    private readonly struct Moments(float* x, float* shift) : ISummands
    {
        public void Add(int c, nint place, int count, float* lanes) => AddMoments(x + place, shift[c], count, lanes);
    }

    private static void AddMoments(float* x, float shift, int count, float* lanes)
    {
        int width = Vector<float>.Count;
        Vector<float> k = new(shift);
        Vector<float> sum0 = Vector.Load(lanes);
        Vector<float> sum1 = Vector<float>.Zero;
        Vector<float> squares0 = Vector.Load(lanes + width);
        Vector<float> squares1 = Vector<float>.Zero;
        int i = 0;
        for (; i <= count - 2 * width; i += 2 * width)
        {
            Vector<float> e0 = Vector.Load(x + i) - k;
            Vector<float> e1 = Vector.Load(x + i + width) - k;
            sum0 += e0;
            sum1 += e1;
            squares0 = Vector.FusedMultiplyAdd(e0, e0, squares0);
            squares1 = Vector.FusedMultiplyAdd(e1, e1, squares1);
        }
        for (; i < count; i += width)
        {
            Vector<float> e = (count - i >= width ? Vector.Load(x + i) : VectorTail.Load(x + i, count - i, padding: shift)) - k;
            sum0 += e;
            squares0 = Vector.FusedMultiplyAdd(e, e, squares0);
        }
        Vector.Store(sum0 + sum1, lanes);
        Vector.Store(squares0 + squares1, lanes + width);
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
        private readonly float _mean = mean;

        public float Mean => _mean;

        public Vector<float> Invoke(Vector<float> x) =>
            Vector.FusedMultiplyAdd(x - new Vector<float>(Mean), new Vector<float>(_scale), new Vector<float>(_beta));
    }
}
