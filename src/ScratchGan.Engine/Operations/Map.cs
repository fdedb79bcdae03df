using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Operations;

/// <summary>(x, y, w) → w · f″(x) in tensor operations, where y = f(x); null where f″ is zero.</summary>
internal delegate Tensor? Curvature(Tensor x, Tensor y, Tensor w);

/// <summary>
/// y = f(x), element by element.
/// <para>x̄ = u · f′(x), one pass by <see cref="MapGradient{TOperator}"/>.</para>
/// </summary>
/// <param name="takesInput">y is written over x, whose values are lost: only where f′ and f″ are known from y alone</param>
internal sealed class Map<TOperator>(TOperator function, Curvature? curvature, bool takesInput = false) : Operation
    where TOperator : struct, IDifferentiableOperator
{
    public override string Name => typeof(TOperator).Name.Split('`')[0];

    protected override IReadOnlyList<Tensor> Saved => takesInput ? [Outputs[0]] : [Inputs[0], Outputs[0]];

    protected override Tensor CreateOutput(Shape shape) => takesInput ? Inputs[0].View(shape, 0) : base.CreateOutput(shape);

    protected override void Forward()
    {
        Backend.Map(function, Inputs[0].Data, Outputs[0].Data);
        if (takesInput)
            Outputs[0].MarkWritten();
    }

    protected override Tensor?[] Backward(Tensor u) =>
        [new MapGradient<TOperator>(function, curvature, takesInput, MayOverwrite(u)).Apply(u.Shape, Inputs[0], Outputs[0], u)];

    internal static Tensor Of(TOperator function, Curvature? curvature, Tensor x) => new Map<TOperator>(function, curvature).Apply(x.Shape, x);

    /// <summary>y = f(x) in the memory of x, which is an error to read from here on.</summary>
    internal static Tensor Over(TOperator function, Curvature? curvature, Tensor x)
    {
        Tensor y = new Map<TOperator>(function, curvature, takesInput: true).Apply(x.Shape, x);
        x.Dispose();
        return y;
    }

    /// <summary>u · f′(x), where y = f(x).</summary>
    internal static Tensor Gradient(TOperator function, Curvature? curvature, Tensor x, Tensor y, Tensor u) =>
        new MapGradient<TOperator>(function, curvature).Apply(x.Shape, x, y, u);
}

/// <summary>
/// r = u · f′(x), where y = f(x) is given because f′ is often cheaper in y. As a function of x and u alone, with a cotangent v of r:
/// <para>ū = v · f′(x), the same operation again; x̄ = v · u · f″(x), composed of tensor operations, so that every higher order follows.</para>
/// </summary>
/// <param name="fromOutput">the values of x are gone, and y stands in for them</param>
/// <param name="takesCotangent">r is written over u</param>
internal sealed class MapGradient<TOperator>(TOperator function, Curvature? curvature, bool fromOutput = false, bool takesCotangent = false) : Operation
    where TOperator : struct, IDifferentiableOperator
{
    public override string Name => $"{typeof(TOperator).Name.Split('`')[0]}Gradient";

    protected override Tensor CreateOutput(Shape shape) => takesCotangent ? Inputs[2].View(shape, 0) : base.CreateOutput(shape);

    protected override void Forward() => Backend.Zip(
        new GradientOf<TOperator>(function), Inputs[fromOutput ? 1 : 0].Data, Inputs[1].Data, Inputs[2].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor v) =>
    [
        Needed(0) && curvature is not null ? curvature(Inputs[0], Inputs[1], v * Inputs[2]) : null,
        null,
        Needed(2) ? new MapGradient<TOperator>(function, curvature, fromOutput).Apply(v.Shape, Inputs[0], Inputs[1], v) : null,
    ];
}
