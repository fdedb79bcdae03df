using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Tests.Kernels;

/// <summary>The formulas of batch normalisation of x [N, C, S] in double precision.</summary>
internal static class BatchNorm2dReference
{
    /// <summary>Mean and biased variance of every channel, in two passes.</summary>
    public static (double[] Mean, double[] Variance) Statistics(NormGeometry g, double[] x)
    {
        double[] mean = new double[g.C];
        double[] variance = new double[g.C];
        for (int i = 0; i < x.Length; i++)
            mean[ChannelOf(g, i)] += x[i] / g.Count;
        for (int i = 0; i < x.Length; i++)
            variance[ChannelOf(g, i)] += Math.Pow(x[i] - mean[ChannelOf(g, i)], 2) / g.Count;
        return (mean, variance);
    }

    /// <summary>act(γ·(x − μ)/√(σ² + ε) + β).</summary>
    public static double[] Forward(NormGeometry g, double[] x, double[] gamma, double[] beta, double epsilon, Func<double, double> act)
    {
        (double[] mean, double[] variance) = Statistics(g, x);
        return [.. x.Select((value, i) =>
        {
            int c = ChannelOf(g, i);
            return act(gamma[c] * (value - mean[c]) / Math.Sqrt(variance[c] + epsilon) + beta[c]);
        })];
    }

    /// <summary>dβ = Σ g, dγ = Σ g·x̂, dx = γρ·(g − dβ/M − x̂·dγ/M) for g = u·slope(z) at the pre-activations z.</summary>
    public static (double[] Dx, double[] Dgamma, double[] Dbeta) Backward(
        NormGeometry g, double[] x, double[] gamma, double[] z, double[] u, double epsilon, Func<double, double> slope)
    {
        (double[] mean, double[] variance) = Statistics(g, x);
        double[] dgamma = new double[g.C];
        double[] dbeta = new double[g.C];
        double[] dx = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            dbeta[ChannelOf(g, i)] += u[i] * slope(z[i]);
            dgamma[ChannelOf(g, i)] += u[i] * slope(z[i]) * Normal(i);
        }
        for (int i = 0; i < x.Length; i++)
        {
            int c = ChannelOf(g, i);
            dx[i] = gamma[c] / Math.Sqrt(variance[c] + epsilon) * (u[i] * slope(z[i]) - dbeta[c] / g.Count - Normal(i) * dgamma[c] / g.Count);
        }
        return (dx, dgamma, dbeta);

        double Normal(int i) => (x[i] - mean[ChannelOf(g, i)]) / Math.Sqrt(variance[ChannelOf(g, i)] + epsilon);
    }

    private static int ChannelOf(NormGeometry g, int i) => i / g.S % g.C;
}
