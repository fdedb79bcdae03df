using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// Everything a tensor can do. Each method records operations, and operands whose shapes do not fit are an <see cref="ArgumentException"/> that names the
/// operation and the shapes. The formula of an elementwise function's derivative f′ stands beside the operator's struct in the kernels, that of the second,
/// f″, here or in <see cref="Activations"/>. Each file is pinned by the test class of its name, these functions by ElementwiseTests: forward pass, first and
/// second gradient against double precision.
/// </summary>
public static partial class TensorOperations
{
    /// <summary>−x.</summary>
    public static Tensor Negate(this Tensor x) => Map<Negate>.Of(default, null, x);

    /// <summary>factor · x.</summary>
    public static Tensor Scale(this Tensor x, float factor) => Map<Scale>.Of(new Scale(factor), null, x);

    /// <summary>x + value.</summary>
    public static Tensor AddConstant(this Tensor x, float value) => Map<AddConstant>.Of(new AddConstant(value), null, x);

    /// <summary>1/x; f″ = 2/x³ = 2y³.</summary>
    public static Tensor Reciprocal(this Tensor x) => Map<Reciprocal>.Of(default, (_, y, w) => w * y.Square() * y * 2f, x);

    /// <summary>x²; f″ = 2.</summary>
    public static Tensor Square(this Tensor x) => Map<Square>.Of(default, (_, _, w) => w * 2f, x);

    /// <summary>√x; f″ = −1/(4 x √x) = −1/(4xy).</summary>
    public static Tensor SquareRoot(this Tensor x) => Map<SquareRoot>.Of(default, (x, y, w) => w / (x * y) * -0.25f, x);

    /// <summary>eˣ; f″ = y.</summary>
    public static Tensor Exponential(this Tensor x) => Map<Exponential>.Of(default, (_, y, w) => w * y, x);

    /// <summary>ln x; f″ = −1/x².</summary>
    public static Tensor Logarithm(this Tensor x) => Map<Logarithm>.Of(default, (x, _, w) => -(w / x.Square()), x);

    /// <summary>|x|; f″ = 0 away from 0.</summary>
    public static Tensor Absolute(this Tensor x) => Map<Absolute>.Of(default, null, x);

    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(this Tensor x) => Activations.Relu.Invoke(x);

    /// <summary>x where x &gt; 0, slope · x elsewhere.</summary>
    public static Tensor LeakyRelu(this Tensor x, float slope = 0.2f) => Activations.LeakyRelu(slope).Invoke(x);

    /// <summary>tanh x.</summary>
    public static Tensor Tanh(this Tensor x) => Activations.Tanh.Invoke(x);

    /// <summary>σ(x) = 1/(1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(this Tensor x) => Activations.Sigmoid.Invoke(x);

    /// <summary>ln(1 + eˣ).</summary>
    public static Tensor Softplus(this Tensor x) => Activations.Softplus.Invoke(x);
}
