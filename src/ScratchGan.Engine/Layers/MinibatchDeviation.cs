using ScratchGan.Engine.Operations;

namespace ScratchGan.Engine.Layers;

/// <summary>
/// Minibatch standard deviation (Karras et al. 2018, section 3): x [N, C, …] → [N, C + 1, …]. Samples are taken in groups of at most
/// <paramref name="group"/>; the deviation √(Var + 10⁻⁸) of each element over its group, averaged over all elements, is appended as a channel of equal values.
/// A discriminator sees at once when generated images resemble each other too much. It no longer judges each image alone, so a gradient penalty behind it is
/// that of the group.
/// </summary>
public sealed class MinibatchDeviation(int group = 4) : Module
{
    private const float Smallest = 1e-8f;

    public override Tensor Forward(Tensor x)
    {
        (int size, int groups) = Groups(x.Shape);
        // Members of a group stand N/size apart, as in the paper's code: [size, groups, values].
        Tensor members = x.Reshape(size, groups, x.Shape.Count / x.Shape[0]);
        Tensor centred = members - members.Mean([0], keepDimensions: true);
        Tensor deviation = (centred.Square().Mean([0], keepDimensions: true) + Smallest).SquareRoot().Mean([2], keepDimensions: true);
        Tensor one = deviation.BroadcastTo(new Shape(size, groups, 1));
        Shape channel = x.Shape.With(1, 1);
        Tensor spread = one.Reshape([x.Shape[0], .. Enumerable.Repeat(1, x.Shape.Rank - 1)]).BroadcastTo(channel);
        return TensorOperations.Concatenate([x, spread], axis: 1);
    }

    public override LayerInfo Describe(Shape input)
    {
        if (input.Rank < 2)
            throw new ArgumentException($"{this} needs [N, C, …], found {input}");
        Groups(input);
        return new LayerInfo(input.With(1, input[1] + 1), 0);
    }

    public override string ToString() => $"MinibatchDeviation({group})";

    private (int Size, int Groups) Groups(Shape input)
    {
        int size = Math.Min(group, input[0]);
        return input[0] % size == 0
            ? (size, input[0] / size)
            : throw new ArgumentException($"{this} needs a batch of whole groups, found {input}");
    }
}
