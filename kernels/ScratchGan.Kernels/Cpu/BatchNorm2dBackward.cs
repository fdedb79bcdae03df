using System.Numerics;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

// N images, C channels, S pixels of a plane; n, c, s their indices; M = N·S values in a channel.

public static unsafe partial class BatchNorm2d
{
    /// <summary>
    /// For one channel and a cotangent u of y. Let g = u·act′(γx̂ + β), found by computing the pre-activation again. Then
    /// dβ = Σ g and dγ = Σ g·x̂, and since ∂x̂ᵢ/∂xⱼ = ρ·(δᵢⱼ − 1/M − x̂ᵢx̂ⱼ/M) (the mean takes the 1/M, the deviation the x̂ᵢx̂ⱼ/M),
    /// <para>dx = γρ·(g − dβ/M − x̂·dγ/M).</para>
    /// Pinned by BatchNorm2dTests, against central differences of the double-precision forward.
    /// </summary>
    public static void Backward<TActivation>(
        CpuContext context, in NormGeometry g, TActivation activation, float epsilon, float* x, float* gamma, float* beta, float* mean, float* variance,
        float* u, float* dx, float* dgamma, float* dbeta)
        where TActivation : struct, IDifferentiableOperator
    {
        NormGeometry geometry = g;
        var tiles = new Tiles(geometry);
        var scratch = new Scratch(context, geometry, tiles);
        Channel* channels = scratch.Channels;
        for (int c = 0; c < geometry.C; c++)
            channels[c] = new Channel(gamma[c], beta[c], mean[c], variance[c], epsilon);
        Sum(context, geometry, new Cotangents<TActivation>(activation, channels, x, u), scratch.Sums);

        Pull* pulls = scratch.Pulls;
        for (int c = 0; c < geometry.C; c++)
        {
            Sums total = Total(geometry, scratch.Sums, tiles.Bands, c);
            double inverse = 1 / Math.Sqrt(variance[c] + (double)epsilon);
            double product = total.Second * inverse;
            dbeta[c] = (float)total.First;
            dgamma[c] = (float)product;
            double a = gamma[c] * inverse;
            pulls[c] = new Pull((float)a, (float)(-a * inverse * product / geometry.Count), (float)(-a * total.First / geometry.Count));
        }
        context.Threads.For(tiles.Count, (item, _) => PullTile(geometry, tiles[item], activation, channels, pulls, x, u, dx));
    }

    private static void PullTile<TActivation>(
        NormGeometry geometry, Tile tile, TActivation activation, Channel* channels, Pull* pulls, float* x, float* u, float* dx)
        where TActivation : struct, IDifferentiableOperator
    {
        for (int n = tile.FirstImage; n < tile.LastImage; n++)
            for (int c = tile.FirstChannel; c < tile.LastChannel; c++)
            {
                nint plane = ((nint)n * geometry.C + c) * geometry.S;
                PullPlane(activation, channels[c], pulls[c], x + plane, u + plane, dx + plane, geometry.S);
            }
    }

    /// <summary>The three constants of the formula of dx: dx = A·g + B·(x − μ) + D.</summary>
    private readonly record struct Pull(float A, float B, float D);

    /// <summary>Σ g and Σ g·(x − μ).</summary>
    private readonly struct Cotangents<TActivation>(TActivation activation, Channel* channels, float* x, float* u) : ISummands
        where TActivation : struct, IDifferentiableOperator
    {
        public void Add(int c, nint place, int count, float* lanes) => AddCotangents(activation, channels[c], x + place, u + place, count, lanes);
    }

    private static void AddCotangents<TActivation>(TActivation activation, Channel norm, float* x, float* u, int count, float* lanes)
        where TActivation : struct, IDifferentiableOperator
    {
        int width = Vector<float>.Count;
        Vector<float> mu = new(norm.Mean);
        Vector<float> sum0 = Vector.Load(lanes);
        Vector<float> sum1 = Vector<float>.Zero;
        Vector<float> product0 = Vector.Load(lanes + width);
        Vector<float> product1 = Vector<float>.Zero;
        int i = 0;
        for (; i <= count - 2 * width; i += 2 * width)
        {
            Vector<float> x0 = Vector.Load(x + i);
            Vector<float> x1 = Vector.Load(x + i + width);
            Vector<float> g0 = Slope(activation, norm, x0, Vector.Load(u + i));
            Vector<float> g1 = Slope(activation, norm, x1, Vector.Load(u + i + width));
            sum0 += g0;
            sum1 += g1;
            product0 = Vector.FusedMultiplyAdd(g0, x0 - mu, product0);
            product1 = Vector.FusedMultiplyAdd(g1, x1 - mu, product1);
        }
        for (; i < count; i += width)
        {
            int rest = Math.Min(width, count - i);
            Vector<float> x0 = rest == width ? Vector.Load(x + i) : VectorTail.Load(x + i, rest, padding: norm.Mean);
            Vector<float> g0 = Slope(activation, norm, x0, rest == width ? Vector.Load(u + i) : VectorTail.Load(u + i, rest));
            sum0 += g0;
            product0 = Vector.FusedMultiplyAdd(g0, x0 - mu, product0);
        }
        Vector.Store(sum0 + sum1, lanes);
        Vector.Store(product0 + product1, lanes + width);
    }

    private static void PullPlane<TActivation>(TActivation activation, Channel norm, Pull pull, float* x, float* u, float* dx, int count)
        where TActivation : struct, IDifferentiableOperator
    {
        int lanes = Vector<float>.Count;
        Vector<float> mu = new(norm.Mean);
        Vector<float> va = new(pull.A);
        Vector<float> vb = new(pull.B);
        Vector<float> vd = new(pull.D);
        int i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            Vector<float> value = Vector.Load(x + i);
            Vector<float> g = Slope(activation, norm, value, Vector.Load(u + i));
            Vector.Store(Vector.FusedMultiplyAdd(va, g, Vector.FusedMultiplyAdd(vb, value - mu, vd)), dx + i);
        }
        if (i < count)
        {
            Vector<float> value = VectorTail.Load(x + i, count - i, padding: norm.Mean);
            Vector<float> g = Slope(activation, norm, value, VectorTail.Load(u + i, count - i));
            VectorTail.Store(Vector.FusedMultiplyAdd(va, g, Vector.FusedMultiplyAdd(vb, value - mu, vd)), dx + i, count - i);
        }
    }

    /// <summary>g = u·act′(z) at the pre-activation z = γx̂ + β.</summary>
    private static Vector<float> Slope<TActivation>(TActivation activation, Channel norm, Vector<float> x, Vector<float> u)
        where TActivation : struct, IDifferentiableOperator
    {
        Vector<float> z = norm.Invoke(x);
        return u * activation.Derivative(z, activation.Invoke(z));
    }
}
