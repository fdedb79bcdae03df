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

    /// <summary>
    /// A matrix [rows, n] with orthogonal rows of length gain, or, where there are more rows than columns, orthogonal columns (Saxe et al. 2014): it keeps the
    /// length of what passes through it. Gram and Schmidt's orthogonalisation of normal numbers, in double precision, each vector twice.
    /// </summary>
    /// <param name="rows">outputs of the layer: the first dimension of its weight</param>
    public static Initializer Orthogonal(int rows, float gain = 1f) => (values, random) =>
    {
        int columns = values.Length / rows;
        random.FillNormal(values);
        (int vectors, int length) = rows <= columns ? (rows, columns) : (columns, rows);
        double[][] basis = new double[vectors][];
        for (int k = 0; k < vectors; k++)
        {
            double[] vector = new double[length];
            for (int i = 0; i < length; i++)
                vector[i] = values[k * length + i];
            for (int pass = 0; pass < 2; pass++)
                for (int earlier = 0; earlier < k; earlier++)
                    Subtract(vector, basis[earlier]);
            double norm = Math.Sqrt(Dot(vector, vector));
            for (int i = 0; i < length; i++)
                vector[i] /= norm;
            basis[k] = vector;
        }
        for (int k = 0; k < vectors; k++)
            for (int i = 0; i < length; i++)
                values[rows <= columns ? k * columns + i : i * columns + k] = (float)(gain * basis[k][i]);
    };

    private static void Subtract(double[] vector, double[] direction)
    {
        double share = Dot(vector, direction);
        for (int i = 0; i < vector.Length; i++)
            vector[i] -= share * direction[i];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
