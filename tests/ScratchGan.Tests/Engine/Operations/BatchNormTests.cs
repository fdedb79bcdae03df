using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>
/// y = f(γ·(x − μ)/√(σ² + ε) + β) with μ and σ² the mean and the biased variance of a channel, both results too; and the gradient operation
/// (x̄, γ̄, β̄), whose plain form has μ and σ² as functions of x, so that its own gradients contain the paths through them.
/// </summary>
public sealed class BatchNormTests : OperationTests<BatchNormTests>, IOperationCases
{
    private const float Epsilon = 1e-2f;

    public static IEnumerable<OperationCase> Cases =>
    [
        Normalized("Identity", Activations.Identity, z => z, new NormGeometry(3, 4, 5)),
        Normalized("Tanh", Activations.Tanh, Math.Tanh, new NormGeometry(4, 3, 2)),
        Normalized("LeakyRelu", Activations.LeakyRelu(0.2f), z => z > 0 ? z : 0.2f * z, new NormGeometry(2, 3, 4)),
        Normalized("Relu", Activations.Relu, z => Math.Max(z, 0), new NormGeometry(3, 2, 4)),
        Normalized("Identity, rows", Activations.Identity, z => z, new NormGeometry(7, 3, 1)),
        Gradient("Identity", Activations.Identity, _ => 1, new NormGeometry(3, 2, 4)) with { WithoutSlope = [2] },
        Gradient("Tanh", Activations.Tanh, z => 1 - Math.Tanh(z) * Math.Tanh(z), new NormGeometry(2, 3, 4)),
        Gradient("Relu", Activations.Relu, z => z > 0 ? 1 : 0, new NormGeometry(3, 1, 4)) with { WithoutSlope = [2] },
        Gradient("LeakyRelu", Activations.LeakyRelu(0.2f), z => z > 0 ? 1 : 0.2f, new NormGeometry(3, 2, 3)) with { WithoutSlope = [2] },
    ];

    private static OperationCase Normalized<TActivation>(string name, Activation<TActivation> activation, Func<double, double> plain, NormGeometry g)
        where TActivation : struct, IDifferentiableOperator
    {
        return new OperationCase(
            $"BatchNorm with {name}, {g.N} × {g.C} × {g.S}",
            [Input.Signed(g.N, g.C, g.S), Input.Positive(g.C), Input.Signed(g.C)],
            x => x[0].BatchNorm(x[1], x[2], activation, Epsilon) is var (y, mean, variance) ? [y, mean, variance] : [],
            x =>
            {
                PlainNorm norm = new(g, x[0]);
                return [norm.PerElement((i, c) => plain(x[1][c] * norm.Normal[i] + x[2][c])), norm.Mean, norm.Variance];
            })
        {
            Methods = [nameof(TensorOperations.BatchNorm)],
            Terms = 4 * g.Count,
            DifferentiableOutputs = 1,
            KinkDistance = x => KinkDistance(activation.Function, g, x),
        };
    }

    private static OperationCase Gradient<TActivation>(string name, Activation<TActivation> activation, Func<double, double> derivative, NormGeometry g)
        where TActivation : struct, IDifferentiableOperator
    {
        return new OperationCase(
            $"BatchNormGradient with {name}, {g.N} × {g.C} × {g.S}",
            [Input.Signed(g.N, g.C, g.S), Input.Positive(g.C), Input.Signed(g.C), Input.Signed(g.N, g.C, g.S)],
            x =>
            {
                (Tensor _, Tensor mean, Tensor variance) = x[0].BatchNorm(x[1], x[2], activation, Epsilon);
                var gradient = new BatchNormGradient<TActivation>(activation, g, Epsilon);
                return [.. gradient.Apply([x[0].Shape, x[1].Shape, x[2].Shape], x[0], x[1], x[2], mean, variance, x[3])];
            },
            x =>
            {
                PlainNorm norm = new(g, x[0]);
                double[] slopes = norm.PerElement((i, c) => x[3][i] * derivative(x[1][c] * norm.Normal[i] + x[2][c]));
                double[] beta = norm.PerChannel(i => slopes[i]);
                double[] gamma = norm.PerChannel(i => slopes[i] * norm.Normal[i]);
                return [norm.PerElement((i, c) => x[1][c] * norm.Inverse[c] * (slopes[i] - beta[c] / g.Count - norm.Normal[i] * gamma[c] / g.Count)), gamma, beta];
            })
        {
            Terms = 4 * g.Count,
            KinkDistance = x => KinkDistance(activation.Function, g, x),
        };
    }

    /// <summary>The smallest |γx̂ + β|, where the activation has a kink at 0.</summary>
    private static double KinkDistance<TActivation>(TActivation activation, NormGeometry g, double[][] x)
    {
        PlainNorm norm = new(g, x[0]);
        return activation is Relu or LeakyRelu ? norm.PerElement((i, c) => Math.Abs(x[1][c] * norm.Normal[i] + x[2][c])).Min() : double.PositiveInfinity;
    }

    /// <summary>Statistics of the channels of x [N, C, S]: value i belongs to channel i/S mod C.</summary>
    private sealed class PlainNorm
    {
        private readonly NormGeometry _geometry;

        public PlainNorm(NormGeometry geometry, double[] x)
        {
            _geometry = geometry;
            Normal = x;
            Mean = Plain.Map(PerChannel(i => x[i]), sum => sum / geometry.Count);
            Variance = Plain.Map(PerChannel(i => Math.Pow(x[i] - Mean[Channel(i)], 2)), sum => sum / geometry.Count);
            Inverse = Plain.Map(Variance, variance => 1 / Math.Sqrt(variance + Epsilon));
            Normal = PerElement((i, c) => (x[i] - Mean[c]) * Inverse[c]);
        }

        public double[] Mean { get; }

        public double[] Variance { get; }

        public double[] Inverse { get; }

        public double[] Normal { get; }

        public double[] PerElement(Func<int, int, double> value) => [.. Enumerable.Range(0, _geometry.Count * _geometry.C).Select(i => value(i, Channel(i)))];

        public double[] PerChannel(Func<int, double> value)
        {
            double[] sums = new double[_geometry.C];
            for (int i = 0; i < _geometry.Count * _geometry.C; i++)
                sums[Channel(i)] += value(i);
            return sums;
        }

        private int Channel(int i) => i / _geometry.S % _geometry.C;
    }
}
