using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Models;

/// <summary>[N, C, …] → [N/m, m·C, …]: neighbours in the batch lie one behind the other in the channels.</summary>
internal sealed class Packing(int count) : Module
{
    public override Tensor Forward(Tensor x) => x.Reshape(Pack(x.Shape));

    public override LayerInfo Describe(Shape input) => new(Pack(input), 0);

    public override string ToString() => $"Packing({count})";

    private Shape Pack(Shape input) => input.Rank >= 2 && input[0] % count == 0
        ? input.With(0, input[0] / count).With(1, input[1] * count)
        : throw new ArgumentException($"{this} needs [N, C, …] with a batch of whole packs, found {input}");
}
