using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Gpu;

// N images, C channels, S pixels of a plane; c a channel, e a value of it, i a segment of it; M = N·S values in a channel.

public static partial class BatchNorm2d
{
    /// <summary>
    /// For one channel and a cotangent u of y, with g = u·act′(γx̂ + β), found by computing the pre-activation again: dβ = Σ g, dγ = Σ g·x̂ and
    /// dx = γρ·(g − dβ/M − x̂·dγ/M); the derivation is at the CPU's kernel. Two launches, as forward. Pinned by BatchNorm2dTests.
    /// </summary>
    public static void Backward<TActivation>(
        GpuContext context, in NormGeometry geometry, TActivation activation, float epsilon, ArrayView<float> x, ArrayView<float> gamma, ArrayView<float> beta,
        ArrayView<float> mean, ArrayView<float> variance, ArrayView<float> u, ArrayView<float> dx, ArrayView<float> dgamma, ArrayView<float> dbeta)
        where TActivation : struct, IDifferentiableOperator
    {
        var segments = new BatchNorm2dSegments(geometry, context.Parallelism);
        var config = new KernelConfig(segments.Groups, GpuContext.GroupSize);
        var channels = new ChannelViews(gamma, beta, mean, variance, epsilon);
        ArrayView<Pair> partials = Partials(context, segments);
        context.Launch(CotangentsKernel, config, activation, segments, channels, x, u, partials);
        context.Launch(PullKernel, config, activation, segments, channels, x, u, partials, dx, dgamma, dbeta);
    }

    /// <summary>Σ g and Σ g·(x − μ) over one segment.</summary>
    private static void CotangentsKernel<TActivation>(
        TActivation activation, BatchNorm2dSegments segments, ChannelViews channels, ArrayView<float> x, ArrayView<float> u, ArrayView<Pair> partials)
        where TActivation : struct, IDifferentiableOperator
    {
        ArrayView<Pair> shared = SharedMemory.Allocate<Pair>(GpuContext.GroupSize);
        int c = segments.Channel(Grid.IdxX);
        int origin = segments.Origin(c);
        int segment = Grid.IdxX - c * segments.PerChannel;
        int end = segments.End(segment);
        Channel norm = channels.Load(c);

        Pair sums0 = default;
        Pair sums1 = default;
        Pair sums2 = default;
        Pair sums3 = default;
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
            float u0 = u[at0];
            float u1 = u[at1];
            float u2 = u[at2];
            float u3 = u[at3];
            sums0 = sums0.Plus(Products(activation, norm, x0, u0));
            sums1 = sums1.Plus(Products(activation, norm, x1, u1));
            sums2 = sums2.Plus(Products(activation, norm, x2, u2));
            sums3 = sums3.Plus(Products(activation, norm, x3, u3));
        }
        for (; e < end; e += GpuContext.GroupSize)
        {
            int at = segments.Address(origin, e);
            sums0 = sums0.Plus(Products(activation, norm, x[at], u[at]));
        }
        Pair sums = GroupSum(shared, sums0.Plus(sums1).Plus(sums2.Plus(sums3)));
        if (Group.IdxX == 0)
            partials[Grid.IdxX] = sums;
    }

    private static Pair Products<TActivation>(TActivation activation, Channel norm, float x, float u)
        where TActivation : struct, IDifferentiableOperator
    {
        float g = Pull(activation, norm, x, u);
        return new Pair(g, g * (x - norm.Mean));
    }

    /// <summary>dx = a·g + b·(x − μ) + d with a = γρ, b = −γρ²·dγ/M and d = −γρ·dβ/M.</summary>
    private static void PullKernel<TActivation>(
        TActivation activation, BatchNorm2dSegments segments, ChannelViews channels, ArrayView<float> x, ArrayView<float> u, ArrayView<Pair> partials,
        ArrayView<float> dx, ArrayView<float> dgamma, ArrayView<float> dbeta)
        where TActivation : struct, IDifferentiableOperator
    {
        ArrayView<Pair> shared = SharedMemory.Allocate<Pair>(GpuContext.GroupSize);
        int c = segments.Channel(Grid.IdxX);
        int origin = segments.Origin(c);
        int segment = Grid.IdxX - c * segments.PerChannel;
        int end = segments.End(segment);
        Channel norm = channels.Load(c);

        Pair part = default;
        for (int i = Group.IdxX; i < segments.PerChannel; i += GpuContext.GroupSize)
            part = part.Plus(partials[c * segments.PerChannel + i]);
        Pair sums = GroupSum(shared, part);
        float product = sums.Second * norm.Inverse;
        if (segment == 0 && Group.IdxX == 0)
        {
            dbeta[c] = sums.First;
            dgamma[c] = product;
        }

        float a = channels.Gamma[c] * norm.Inverse;
        float b = -a * norm.Inverse * (product / segments.Count);
        float d = -a * (sums.First / segments.Count);
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
            float u0 = u[at0];
            float u1 = u[at1];
            float u2 = u[at2];
            float u3 = u[at3];
            dx[at0] = a * Pull(activation, norm, x0, u0) + (b * (x0 - norm.Mean) + d);
            dx[at1] = a * Pull(activation, norm, x1, u1) + (b * (x1 - norm.Mean) + d);
            dx[at2] = a * Pull(activation, norm, x2, u2) + (b * (x2 - norm.Mean) + d);
            dx[at3] = a * Pull(activation, norm, x3, u3) + (b * (x3 - norm.Mean) + d);
        }
        for (; e < end; e += GpuContext.GroupSize)
        {
            int at = segments.Address(origin, e);
            float value = x[at];
            dx[at] = a * Pull(activation, norm, value, u[at]) + (b * (value - norm.Mean) + d);
        }
    }

    /// <summary>g = u·act′(z) at the pre-activation z = γx̂ + β.</summary>
    private static float Pull<TActivation>(TActivation activation, Channel norm, float x, float u)
        where TActivation : struct, IDifferentiableOperator
    {
        float z = norm.Invoke(x);
        return u * activation.Derivative(z, activation.Invoke(z));
    }
}
