namespace ScratchGan.Engine.Layers;

/// <summary>Distributions that initial weights are drawn from.</summary>
public static class Initializers
{
    public static Initializer Constant(float value) => (values, _) => values.Fill(value);

    /// <summary>
    /// N(mean, deviation²). DCGAN (Radford et al. 2015) draws weights from N(0, 0.02²) and the scale of batch normalisation from N(1, 0.02²).
    /// </summary>
    public static Initializer Normal(float mean, float deviation) => (values, random) =>
    {
        random.FillNormal(values);
        foreach (ref float value in values)
            value = mean + deviation * value;
    };

    /// <summary>
    /// N(0, 2 / ((1 + slope²) · fanIn)), which keeps the variance of activations from layer to layer before a leaky ReLU (He et al. 2015, equation 15).
    /// </summary>
    public static Initializer He(int fanIn, float slope = 0f) => Normal(0f, MathF.Sqrt(2f / ((1f + slope * slope) * fanIn)));
}
