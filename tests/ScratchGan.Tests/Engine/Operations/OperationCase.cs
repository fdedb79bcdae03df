using ScratchGan.Engine;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>
/// One use of an operation, at sizes that all differ. The same case is compared with a plain double-precision forward, with first and with second differences
/// of that forward, and is broken on purpose to see that the comparison notices.
/// </summary>
/// <param name="Name">unique among all cases</param>
/// <param name="Inputs">what the function is called with</param>
/// <param name="Engine">the function on the engine; gradients are taken of its first <see cref="DifferentiableOutputs"/> results</param>
/// <param name="Reference">the same function from its formula, in loops over doubles, sharing no code with the engine</param>
public sealed record OperationCase(
    string Name, IReadOnlyList<Input> Inputs, Func<Tensor[], Tensor[]> Engine, Func<double[][], double[][]> Reference)
{
    public OperationCase(string name, IReadOnlyList<Input> inputs, Func<Tensor[], Tensor> engine, Func<double[][], double[]> reference)
        : this(name, inputs, x => [engine(x)], x => [reference(x)])
    {
    }

    /// <summary>
    /// The reference for inputs near the given ones, for a function that holds what it finds there: no gradient passes through the vectors of spectral
    /// normalisation. Null where it is <see cref="Reference"/>.
    /// </summary>
    public Func<double[][], Func<double[][], double[][]>>? ReferenceNear { get; init; }

    /// <summary>Public methods of TensorOperations that the case calls.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Terms of the longest sum behind one result, forward or backward; enters the tolerance.</summary>
    public int Terms { get; init; } = 1;

    /// <summary>How many results carry a gradient.</summary>
    public int DifferentiableOutputs { get; init; } = int.MaxValue;

    /// <summary>Inputs that the results do not change with, to first order: no broken rule for them can be noticed.</summary>
    public IReadOnlyList<int> WithoutSlope { get; init; } = [];

    /// <summary>How far the inputs are from the nearest kink of the function; inputs closer than <see cref="OperationCheck.KinkMargin"/> are drawn again.</summary>
    public Func<double[][], double> KinkDistance { get; init; } = _ => double.PositiveInfinity;

    public override string ToString() => Name;
}

/// <summary>The shape of an input and how its elements are drawn.</summary>
public sealed record Input(Shape Shape, Func<Random, double> Draw, bool Differentiable = true)
{
    /// <summary>Uniform in (−1.5, 1.5).</summary>
    public static Input Signed(params ReadOnlySpan<int> shape) => new(new Shape(shape), random => 3 * random.NextDouble() - 1.5);

    /// <summary>Uniform in (0.7, 1.7), for divisors, roots and logarithms.</summary>
    public static Input Positive(params ReadOnlySpan<int> shape) => new(new Shape(shape), random => 0.7 + random.NextDouble());

    /// <summary>Of either sign, 0.1 to 1.6 away from 0.</summary>
    public static Input AwayFromZero(params ReadOnlySpan<int> shape) =>
        new(new Shape(shape), random => (0.1 + 1.5 * random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1));

    /// <summary>Fixed whole numbers; no gradient reaches them.</summary>
    public static Input Indices(params int[] values)
    {
        int next = 0;
        return new Input(new Shape(values.Length), _ => values[next++ % values.Length], Differentiable: false);
    }
}

/// <summary>The cases of one family of operations.</summary>
public interface IOperationCases
{
    static abstract IEnumerable<OperationCase> Cases { get; }
}
