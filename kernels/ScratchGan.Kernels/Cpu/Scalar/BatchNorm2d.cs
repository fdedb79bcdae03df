using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu.Scalar;

// x [N, C, S]: value (n, c, s) lies at (n·C + c)·S + s.

/// <summary>First rung: the formulas of <see cref="Cpu.BatchNorm2d"/> in plain loops, mean and variance in two passes, sums in double.</summary>
public static unsafe class BatchNorm2d
{
    /// <summary>y = act(γ·(x − μ)/√(σ² + ε) + β).</summary>
    public static void Forward<TActivation>(
        in NormGeometry g, TActivation activation, float epsilon, float* x, float* gamma, float* beta, float* y, float* mean, float* variance)
        where TActivation : struct, IDifferentiableOperator
    {
        for (int c = 0; c < g.C; c++)
        {
            double sum = 0;
            for (int n = 0; n < g.N; n++)
                for (int s = 0; s < g.S; s++)
                    sum += x[(n * g.C + c) * g.S + s];
            double mu = sum / g.Count;

            double squares = 0;
            for (int n = 0; n < g.N; n++)
                for (int s = 0; s < g.S; s++)
                    squares += (x[(n * g.C + c) * g.S + s] - mu) * (x[(n * g.C + c) * g.S + s] - mu);
            mean[c] = (float)mu;
            variance[c] = (float)(squares / g.Count);

            float scale = gamma[c] / MathF.Sqrt(variance[c] + epsilon);
            for (int n = 0; n < g.N; n++)
                for (int s = 0; s < g.S; s++)
                {
                    int i = (n * g.C + c) * g.S + s;
                    y[i] = activation.Invoke((x[i] - mean[c]) * scale + beta[c]);
                }
        }
    }

    /// <summary>g = u·act′(γx̂ + β); dβ = Σ g, dγ = Σ g·x̂, dx = γρ·(g − dβ/M − x̂·dγ/M).</summary>
    public static void Backward<TActivation>(
        in NormGeometry g, TActivation activation, float epsilon, float* x, float* gamma, float* beta, float* mean, float* variance,
        float* u, float* dx, float* dgamma, float* dbeta)
        where TActivation : struct, IDifferentiableOperator
    {
        for (int c = 0; c < g.C; c++)
        {
            float inverse = 1f / MathF.Sqrt(variance[c] + epsilon);
            double sum = 0;
            double product = 0;
            for (int n = 0; n < g.N; n++)
                for (int s = 0; s < g.S; s++)
                {
                    int i = (n * g.C + c) * g.S + s;
                    float normal = (x[i] - mean[c]) * inverse;
                    float z = gamma[c] * normal + beta[c];
                    dx[i] = u[i] * activation.Derivative(z, activation.Invoke(z));
                    sum += dx[i];
                    product += (double)dx[i] * normal;
                }
            dbeta[c] = (float)sum;
            dgamma[c] = (float)product;
            for (int n = 0; n < g.N; n++)
                for (int s = 0; s < g.S; s++)
                {
                    int i = (n * g.C + c) * g.S + s;
                    float normal = (x[i] - mean[c]) * inverse;
                    dx[i] = gamma[c] * inverse * (dx[i] - (float)(sum / g.Count) - normal * (float)(product / g.Count));
                }
        }
    }
}
