namespace ScratchGan.Tests.Gan.Models.Reference;

/// <summary>
/// The vectors of spectral normalisation after one step of the power method, v = Wᵀu/‖Wᵀu‖ and then u = Wv/‖Wv‖, from the weights and buffers of one state.
/// They are held when the weights move, as no gradient passes through them.
/// </summary>
internal sealed class SpectralVectors
{
    private const string Buffer = "spectral.u";
    private readonly Dictionary<string, (double[] U, double[] V)> _vectors = [];

    public SpectralVectors(IReadOnlyDictionary<string, PlainTensor> state)
    {
        foreach ((string path, PlainTensor buffer) in state.Where(entry => entry.Key.EndsWith(Buffer, StringComparison.Ordinal)))
        {
            string layer = path[..^Buffer.Length];
            (double[] w, int rows) = (state[layer + "weight"].Values, buffer.Values.Length);
            int columns = w.Length / rows;
            double[] v = Unit([.. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Sum(i => w[i * columns + j] * buffer.Values[i]))]);
            _vectors.Add(layer, (Unit([.. Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, columns).Sum(j => w[i * columns + j] * v[j]))]), v));
        }
    }

    /// <summary>W/uᵀWv of the layer at a path.</summary>
    public PlainTensor Normalized(string layer, PlainTensor weight)
    {
        (double[] U, double[] V) held = _vectors[layer];
        double sigma = weight.Values.Select((value, k) => held.U[k / held.V.Length] * value * held.V[k % held.V.Length]).Sum();
        return weight.Map(value => value / sigma);
    }

    private static double[] Unit(double[] values)
    {
        double norm = Math.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => value / norm)];
    }
}
