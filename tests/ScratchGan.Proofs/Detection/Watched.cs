using ScratchGan.Engine;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Proofs.Detection;

/// <summary>A generator, whose last batch can be looked at.</summary>
internal sealed class Watched : Module
{
    private readonly Module _inner;

    internal Watched(Module inner) => _inner = AddChild("inner", inner);

    /// <summary>With its history; only as long as the step lasts.</summary>
    internal Tensor? Batch { get; private set; }

    public override Tensor Forward(Tensor x) => Batch = _inner.Forward(x);

    public override LayerInfo Describe(Shape input) => _inner.Describe(input);
}
