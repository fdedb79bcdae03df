using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// z = f(a, b), element by element, with NumPy's broadcasting: a dimension of 1, or a missing leading one, is repeated.
/// The cotangent of a repeated input is summed over the repetitions.
/// </summary>
internal abstract class BinaryOperation<TOperator> : Operation
    where TOperator : struct, IBinaryOperator
{
    private BroadcastGeometry? _broadcast;

    protected Tensor Left => Inputs[0];

    protected Tensor Right => Inputs[1];

    public Tensor Of(Tensor left, Tensor right)
    {
        if (left.Shape == right.Shape)
            return Apply(left.Shape, left, right);
        try
        {
            _broadcast = new BroadcastGeometry(left.Shape.Dimensions, right.Shape.Dimensions);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException($"{Name}: shapes {left.Shape} and {right.Shape} cannot be broadcast together");
        }
        return Apply(new Shape(_broadcast.OutputShape), left, right);
    }

    protected override void Forward()
    {
        if (_broadcast is null)
            Backend.Zip(default(TOperator), Left.Data, Right.Data, Outputs[0].Data);
        else
            Backend.Zip(default(TOperator), _broadcast, Left.Data, Right.Data, Outputs[0].Data);
    }

    protected sealed override Tensor?[] Backward(Tensor u) =>
        [Needed(0) ? ToLeft(u).SumTo(Left.Shape) : null, Needed(1) ? ToRight(u).SumTo(Right.Shape) : null];

    protected abstract Tensor ToLeft(Tensor u);

    protected abstract Tensor ToRight(Tensor u);
}

/// <summary>a + b: ā = u, b̄ = u.</summary>
internal sealed class Addition : BinaryOperation<Add>
{
    public override string Name => "Add";

    protected override IReadOnlyList<Tensor> Saved => [];

    protected override Tensor ToLeft(Tensor u) => u;

    protected override Tensor ToRight(Tensor u) => u;
}

/// <summary>a − b: ā = u, b̄ = −u.</summary>
internal sealed class Subtraction : BinaryOperation<Subtract>
{
    public override string Name => "Subtract";

    protected override IReadOnlyList<Tensor> Saved => [];

    protected override Tensor ToLeft(Tensor u) => u;

    protected override Tensor ToRight(Tensor u) => -u;
}

/// <summary>a · b: ā = u · b, b̄ = u · a.</summary>
internal sealed class Multiplication : BinaryOperation<Multiply>
{
    public override string Name => "Multiply";

    protected override Tensor ToLeft(Tensor u) => u * Right;

    protected override Tensor ToRight(Tensor u) => u * Left;
}

/// <summary>z = a / b: ā = u / b, b̄ = −u · z / b.</summary>
internal sealed class Division : BinaryOperation<Divide>
{
    public override string Name => "Divide";

    protected override IReadOnlyList<Tensor> Saved => [Left, Right, Outputs[0]];

    protected override Tensor ToLeft(Tensor u) => u / Right;

    protected override Tensor ToRight(Tensor u) => -(u * Outputs[0] / Right);
}

public static partial class TensorOperations
{
    /// <summary>left + right, with broadcasting.</summary>
    public static Tensor Add(this Tensor left, Tensor right) => new Addition().Of(left, right);

    /// <summary>left − right, with broadcasting.</summary>
    public static Tensor Subtract(this Tensor left, Tensor right) => new Subtraction().Of(left, right);

    /// <summary>left · right element by element, with broadcasting.</summary>
    public static Tensor Multiply(this Tensor left, Tensor right) => new Multiplication().Of(left, right);

    /// <summary>left / right element by element, with broadcasting.</summary>
    public static Tensor Divide(this Tensor left, Tensor right) => new Division().Of(left, right);
}
