using System.Globalization;

namespace ScratchGan.Engine.Layers;

/// <summary>Layers one after the other, named by their index.</summary>
public sealed class Sequential : Module
{
    public Sequential(params IReadOnlyList<Module> layers)
    {
        for (int i = 0; i < layers.Count; i++)
            AddChild(i.ToString(CultureInfo.InvariantCulture), layers[i]);
    }

    public override bool IsChain => true;

    public override Tensor Forward(Tensor x)
    {
        // What lies between two layers nobody else has.
        bool givenUp = false;
        foreach ((_, Module layer) in Children)
        {
            x = givenUp ? layer.Consume(x) : layer.Forward(x);
            givenUp = layer.GivesOutputUp;
        }
        return x;
    }

    public override LayerInfo Describe(Shape input)
    {
        double flops = 0;
        foreach ((_, Module layer) in Children)
        {
            LayerInfo info = layer.Describe(input);
            input = info.Output;
            flops += info.Flops;
        }
        return new LayerInfo(input, flops);
    }
}
