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
        context.Threads.For(geometry.C, (c, _) =>
        {
            var norm = new Channel(gamma[c], beta[c], mean[c], variance[c], epsilon);
            double sum = 0;
            double product = 0;
            for (int n = 0; n < geometry.N; n++)
            {
                nint plane = ((nint)n * geometry.C + c) * geometry.S;
                for (int s = 0; s < geometry.S; s += Piece)
                    AddCotangents(activation, norm, x + plane + s, u + plane + s, Math.Min(Piece, geometry.S - s), ref sum, ref product);
            }
            double inverse = 1 / Math.Sqrt(variance[c] + (double)epsilon);
            product *= inverse;
            dbeta[c] = (float)sum;
            dgamma[c] = (float)product;

            // dx = a·g + b·(x − μ) + d, the three constants of the formula above.
            double a = gamma[c] * inverse;
            float b = (float)(-a * inverse * product / geometry.Count);
            float d = (float)(-a * sum / geometry.Count);
            for (int n = 0; n < geometry.N; n++)
            {
                nint plane = ((nint)n * geometry.C + c) * geometry.S;
                PullPlane(activation, norm, (float)a, b, d, x + plane, u + plane, dx + plane, geometry.S);
            }
        });
    }

    /// <summary>sum += Σ g, product += Σ g·(x − μ).</summary>
    private static void AddCotangents<TActivation>(TActivation activation, Channel norm, float* x, float* u, int count, ref double sum, ref double product)
        where TActivation : struct, IDifferentiableOperator
    {
        int lanes = Vector<float>.Count;
        Vector<float> mu = new(norm.Mean);
        Vector<float> sum0 = Vector<float>.Zero;
        Vector<float> sum1 = Vector<float>.Zero;
        Vector<float> product0 = Vector<float>.Zero;
        Vector<float> product1 = Vector<float>.Zero;
        int i = 0;
        for (; i <= count - 2 * lanes; i += 2 * lanes)
        {
            Vector<float> x0 = Vector.Load(x + i);
            Vector<float> x1 = Vector.Load(x + i + lanes);
            Vector<float> g0 = Pull(activation, norm, x0, Vector.Load(u + i));
            Vector<float> g1 = Pull(activation, norm, x1, Vector.Load(u + i + lanes));
            sum0 += g0;
            sum1 += g1;
            product0 = Vector.FusedMultiplyAdd(g0, x0 - mu, product0);
            product1 = Vector.FusedMultiplyAdd(g1, x1 - mu, product1);
        }
        for (; i < count; i += lanes)
        {
            int rest = Math.Min(lanes, count - i);
            Vector<float> x0 = VectorTail.Load(x + i, rest, padding: norm.Mean);
            Vector<float> g0 = Pull(activation, norm, x0, VectorTail.Load(u + i, rest));
            sum0 += g0;
            product0 = Vector.FusedMultiplyAdd(g0, x0 - mu, product0);
        }
        sum += Vector.Sum(sum0 + sum1);
        product += Vector.Sum(product0 + product1);
    }

    private static void PullPlane<TActivation>(TActivation activation, Channel norm, float a, float b, float d, float* x, float* u, float* dx, int count)
        where TActivation : struct, IDifferentiableOperator
    {
        int lanes = Vector<float>.Count;
        Vector<float> mu = new(norm.Mean);
        Vector<float> va = new(a);
        Vector<float> vb = new(b);
        Vector<float> vd = new(d);
        int i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            Vector<float> value = Vector.Load(x + i);
            Vector<float> g = Pull(activation, norm, value, Vector.Load(u + i));
            Vector.Store(Vector.FusedMultiplyAdd(va, g, Vector.FusedMultiplyAdd(vb, value - mu, vd)), dx + i);
        }
        if (i < count)
        {
            Vector<float> value = VectorTail.Load(x + i, count - i, padding: norm.Mean);
            Vector<float> g = Pull(activation, norm, value, VectorTail.Load(u + i, count - i));
            VectorTail.Store(Vector.FusedMultiplyAdd(va, g, Vector.FusedMultiplyAdd(vb, value - mu, vd)), dx + i, count - i);
        }
    }

    /// <summary>g = u·act′(z) at the pre-activation z = γx̂ + β.</summary>
    private static Vector<float> Pull<TActivation>(TActivation activation, Channel norm, Vector<float> x, Vector<float> u)
        where TActivation : struct, IDifferentiableOperator
    {
        Vector<float> z = norm.Invoke(x);
        return u * activation.Derivative(z, activation.Invoke(z));
    }
}
