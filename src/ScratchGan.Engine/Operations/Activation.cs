using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Operations;

/// <summary>An elementwise function together with its second derivative: what a layer needs to apply it, alone or inside a fused kernel.</summary>
public readonly struct Activation<TOperator>
    where TOperator : struct, IDifferentiableOperator
{
    private readonly Curvature? _curvature;

    internal Activation(TOperator function, Curvature? curvature)
    {
        Function = function;
        _curvature = curvature;
    }

    public TOperator Function { get; }

    /// <summary>y = f(x).</summary>
    public Tensor Invoke(Tensor x) => Map<TOperator>.Of(Function, _curvature, x);

    /// <summary>
    /// y = f(x) for a caller that gives x up: in its memory, where f′ is known from y and nobody else has x or saved it.
    /// </summary>
    internal Tensor Consume(Tensor x) =>
        Function is IOutputSlope { KnowsSlope: true } && x.IsOnlyHandle && x.Source is { } source && !source.Saves(x)
            ? Map<TOperator>.Over(Function, _curvature, x)
            : Invoke(x);

    /// <summary>u · f′(x).</summary>
    internal Tensor Gradient(Tensor x, Tensor u) => Map<TOperator>.Gradient(Function, _curvature, x, Invoke(x), u);
}
