using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Operations;

/// <summary>The elementwise functions that layers apply, each with its second derivative f″.</summary>
public static class Activations
{
    /// <summary>x; f″ = 0.</summary>
    public static Activation<Identity> Identity { get; } = new(default, null);

    /// <summary>max(x, 0); f″ = 0 away from 0.</summary>
    public static Activation<Relu> Relu { get; } = new(default, null);

    /// <summary>tanh x; f″ = −2y(1 − y²).</summary>
    public static Activation<Tanh> Tanh { get; } = new(default, (_, y, w) => w * y * (y.Square() - 1f) * 2f);

    /// <summary>σ(x) = 1/(1 + e⁻ˣ); f″ = y(1 − y)(1 − 2y).</summary>
    public static Activation<Sigmoid> Sigmoid { get; } = new(default, (_, y, w) => w * (y - y.Square()) * (1f - 2f * y));

    /// <summary>ln(1 + eˣ); f″ = σ(x)(1 − σ(x)).</summary>
    public static Activation<Softplus> Softplus { get; } = new(default, (x, _, w) => SoftplusCurvature(x, w));

    /// <summary>x where x &gt; 0, slope · x elsewhere; f″ = 0 away from 0.</summary>
    public static Activation<LeakyRelu> LeakyRelu(float slope = 0.2f) => new(new LeakyRelu(slope), null);

    private static Tensor SoftplusCurvature(Tensor x, Tensor w)
    {
        Tensor sigmoid = x.Sigmoid();
        return w * (sigmoid - sigmoid.Square());
    }
}
