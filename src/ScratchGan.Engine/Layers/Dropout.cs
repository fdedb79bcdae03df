using ScratchGan.Engine.Operations;

namespace ScratchGan.Engine.Layers;

/// <summary>
/// Sets a share <paramref name="rate"/> of the elements to 0 in training and divides the others by 1 − rate (Srivastava et al. 2014); nothing in evaluation.
/// </summary>
/// <param name="random">the source to draw from: its position is the whole state, so whoever owns it saves it with a checkpoint</param>
public sealed class Dropout(float rate, RandomSource random) : Module
{
    public override Tensor Forward(Tensor x) => Training && rate > 0f ? x.Dropout(random.Uniform(x.Device, x.Shape), rate) : x;

    public override LayerInfo Describe(Shape input) => new(input, 0);

    public override string ToString() => $"Dropout({rate})";
}
