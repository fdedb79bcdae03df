using ScratchGan.Engine.Operations;

namespace ScratchGan.Engine.Layers;

/// <summary>
/// W / σ(W), σ the largest singular value of a weight read as a matrix [rows, n] (Miyato et al. 2018): a layer with it enlarges no difference between two
/// inputs, up to what a convolution's overlapping windows add. σ ≈ uᵀWv by one step of the power method at each forward pass in training,
/// <para>v ← Wᵀu/‖Wᵀu‖, u ← Wv/‖Wv‖,</para>
/// which goes on where the last one stopped, since W moves little: u is a buffer, and part of the state. No gradient passes through u and v, but σ is a
/// function of W: with a cotangent G of W/σ, W̄ = (G − ⟨G, W/σ⟩·uvᵀ)/σ (their equation 12), and derivatives of that are taken as usual.
/// </summary>
public sealed class SpectralNorm : Module
{
    private const float Smallest = 1e-12f;
    private readonly int _rows;
    private readonly Parameter _left;

    /// <param name="rows">the first dimension of the weight</param>
    public SpectralNorm(int rows)
    {
        _rows = rows;
        _left = AddBuffer("u", new Shape(rows), Initializers.Normal(0f, 1f));
    }

    /// <summary>The weight divided by its largest singular value.</summary>
    public override Tensor Forward(Tensor x)
    {
        Tensor matrix = x.Reshape(_rows, x.Shape.Count / _rows);
        Tensor constant = matrix.Detach();
        Tensor u = _left.Value.Reshape(_rows, 1);
        Tensor v = Unit(constant.MatMul(u, transposeA: true));
        if (Training)
        {
            u = Unit(constant.MatMul(v)).Detach();
            _left.Value.CopyFrom(u.Reshape(_left.Shape));
        }
        // Values of their own: the buffer moves on before this pass is differentiated.
        else
            u = Unit(u).Detach();
        Tensor sigma = (matrix.MatMul(v.Detach()) * u).Sum();
        return x / sigma;
    }

    public override LayerInfo Describe(Shape input) => input.Rank >= 2 && input[0] == _rows
        ? new LayerInfo(input, (Training ? 6.0 : 4.0) * input.Count)
        : throw new ArgumentException($"{this} needs a weight [{_rows}, …], found {input}");

    public override string ToString() => $"SpectralNorm({_rows})";

    private static Tensor Unit(Tensor vector) => vector / (vector.Square().Sum() + Smallest).SquareRoot();
}
