namespace ScratchGan.Tests.Gan.Models.Reference;

/// <summary>
/// One forward pass in double precision, with the parameters and buffers of a module by the module's own paths: <c>pass["branch"]["2"].Conv2d(x)</c> is what
/// the layer at branch.2 makes of x. Whether a layer has a bias, groups or spectral normalisation the reference says, not the module. It remembers on which sides of their kinks all rectifiers were: between two passes with the same
/// <see cref="Pattern"/> the function is smooth.
/// </summary>
internal sealed class PlainPass
{
    private readonly IReadOnlyDictionary<string, PlainTensor> _state;
    private readonly SpectralVectors _held;
    private readonly string _path;
    private readonly PlainPass _root;

    /// <param name="held">of the state that derivatives are taken at</param>
    public PlainPass(IReadOnlyDictionary<string, PlainTensor> state, SpectralVectors held)
        : this(state, held, "", null)
    {
    }

    private PlainPass(IReadOnlyDictionary<string, PlainTensor> state, SpectralVectors held, string path, PlainPass? root) =>
        (_state, _held, _path, _root) = (state, held, path, root ?? this);

    /// <summary>The smallest |z| at a rectifier so far.</summary>
    public double KinkDistance { get; private set; } = double.PositiveInfinity;

    /// <summary>A number for the signs of all z so far.</summary>
    public ulong Pattern { get; private set; }

    public PlainPass this[string child] => new(_state, _held, $"{_path}{child}.", _root);

    public PlainTensor Value(string name) => _state[_path + name];

    public PlainTensor Linear(PlainTensor x, bool bias = true, bool spectral = false)
    {
        PlainTensor w = Weight(spectral);
        (int outputs, int inputs) = (w.Shape[0], w.Shape[1]);
        double[] y = new double[x.Shape[0] * outputs];
        for (int i = 0; i < y.Length; i++)
            for (int k = 0; k < inputs; k++)
                y[i] += x.Values[i / outputs * inputs + k] * w.Values[i % outputs * inputs + k];
        return Biased(new PlainTensor(y, x.Shape[0], outputs), bias);
    }

    public PlainTensor Conv2d(PlainTensor x, int stride = 1, int padding = 0, bool bias = true, bool spectral = false, int groups = 1) =>
        Biased(x.Conv2d(Weight(spectral), stride, padding, groups), bias);

    /// <summary>Without a bias.</summary>
    public PlainTensor ConvTranspose2d(PlainTensor x, int stride = 1, int padding = 0) => x.ConvTranspose2d(Value("weight"), stride, padding);

    /// <summary>γ_c·x̂ + β_c with the statistics of the batch.</summary>
    public PlainTensor BatchNorm(PlainTensor x) => Affine(x.Normalized((_, c) => c));

    public PlainTensor LayerNorm(PlainTensor x) => Affine(x.Normalized((n, _) => n));

    public PlainTensor Relu(PlainTensor x) => Rectified(x, slope: 0);

    public PlainTensor LeakyRelu(PlainTensor x) => Rectified(x, slope: 0.2f);

    /// <summary>W, or W/uᵀWv.</summary>
    public PlainTensor Weight(bool spectral) => spectral ? _held.Normalized(_path, Value("weight")) : Value("weight");

    private PlainTensor Affine(PlainTensor x) => x.Each((_, c, value) => Value("weight").Values[c] * value + Value("bias").Values[c]);

    private PlainTensor Biased(PlainTensor y, bool bias) => bias ? y.Each((_, c, value) => value + Value("bias").Values[c]) : y;

    private PlainTensor Rectified(PlainTensor x, double slope)
    {
        foreach (double z in x.Values)
        {
            _root.KinkDistance = Math.Min(_root.KinkDistance, Math.Abs(z));
            // The power of an odd number is never 0 modulo 2⁶⁴, so every sign counts, however long ago.
            _root.Pattern = unchecked(_root.Pattern * 3 + (z > 0 ? 1ul : 2ul));
        }
        return x.Map(z => z > 0 ? z : slope * z);
    }
}
