using ScratchGan.Engine;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>y = x with the wrong rule x̄ = factor · u.</summary>
internal sealed class BrokenIdentity(float factor) : Operation
{
    protected override void Forward() => Backend.Map(default(Identity), Inputs[0].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) => [u * factor];
}

/// <summary>y = x with the right rule x̄ = u, which is itself differentiated wrongly.</summary>
internal sealed class IdentityWithBrokenSecondDerivative(float factor) : Operation
{
    protected override void Forward() => Backend.Map(default(Identity), Inputs[0].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) => [new BrokenIdentity(factor).Apply(u.Shape, u)];
}

/// <summary>What can go wrong in a rule.</summary>
internal enum Fault
{
    None,
    WrongSign,
    WrongFactor,
    MissingTerm,

    /// <summary>The value is right, but it has lost its history, so that it counts as a constant in the second derivative.</summary>
    HistoryOfInputLost,
    HistoryOfCotangentLost,
}

/// <summary>z = a · b with ā = u · b and one fault in b̄ = u · a.</summary>
internal sealed class FaultyProduct(Fault fault) : Operation
{
    protected override void Forward() => Backend.Zip(default(Multiply), Inputs[0].Data, Inputs[1].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) =>
    [
        u * Inputs[1],
        fault switch
        {
            Fault.WrongSign => -(u * Inputs[0]),
            Fault.WrongFactor => u * Inputs[0] * 2f,
            Fault.MissingTerm => null,
            Fault.HistoryOfInputLost => u * Inputs[0].Detach(),
            Fault.HistoryOfCotangentLost => u.Detach() * Inputs[0],
            _ => u * Inputs[0],
        },
    ];
}
