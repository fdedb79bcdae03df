using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Penalties;
using Xunit;

namespace ScratchGan.Tests.Gan.Models;

public sealed class PackedTests : IDisposable
{
    private static readonly Shape Images = new(6, 2, 3, 4);
    private readonly Device _device = Device.Cpu(threads: 1);

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Neighbours_lie_one_behind_the_other_in_the_channels()
    {
        var seen = new Seen();
        using var packed = new Packed(3, seen);
        Tensor x = new RandomSource(seed: 1, stream: 0).Normal(_device, Images);
        packed.Forward(x);
        Assert.Equal(new Shape(2, 6, 3, 4), seen.Input!.Shape);
        Assert.Equal(x.ToArray(), seen.Input.ToArray());
        Assert.Contains("[6, 2, 3, 4]", Assert.Throws<ArgumentException>(() => new Packed(4, seen).Forward(x)).Message);
    }

    [Fact]
    public void A_pack_is_judged_as_one_image_of_concatenated_channels()
    {
        var judge = new Sequential(new ScratchGan.Engine.Layers.Conv2d(new ConvolutionSettings(6, 5, 2, 3)), new Flatten());
        using var packed = new Packed(3, judge);
        packed.Initialize(_device, new RandomSource(seed: 3, stream: 0));
        Tensor x = new RandomSource(seed: 3, stream: 1).Normal(_device, Images);
        Tensor[] packs = [.. Enumerable.Range(0, 2).Select(pack => TensorOperations.Concatenate(
            [.. Enumerable.Range(0, 3).Select(member => x.Slice(0, 3 * pack + member, 1))], axis: 1))];
        Assert.Equal(judge.Forward(TensorOperations.Concatenate(packs, axis: 0)).ToArray(), packed.Forward(x).ToArray());
    }

    /// <summary>D(x) = w·x of a pack of three images: the slope is w, so R1 is γ/2·|w|² of the whole w, and WGAN-GP λ(|w| − 1)².</summary>
    [Fact]
    public void A_gradient_penalty_is_that_of_the_pack()
    {
        using var packed = new Packed(3, new Sequential(new Flatten(), new Linear(72, 1, bias: false)));
        packed.Initialize(_device, new RandomSource(seed: 2, stream: 0));
        var random = new RandomSource(seed: 2, stream: 1);
        Judged real = Judge(), fake = Judge();
        double squared = packed.Parameters[0].ToArray().Sum(value => (double)value * value);
        Assert.Equal(1.5 * squared, new R1(3f).Of(packed, real, fake, random).Item(), 1e-5 * squared);
        Assert.Equal(10 * Math.Pow(Math.Sqrt(squared) - 1, 2), new WganGp(10f).Of(packed, real, fake, random).Item(), 1e-4);
        // One t for each of the two packs.
        Assert.Equal((ulong)(2 * Images.Count + 2), random.Position);

        Judged Judge()
        {
            Tensor images = random.Normal(_device, Images);
            return new Judged(images, packed.Forward(images));
        }
    }

    private sealed class Seen : Module
    {
        public Tensor? Input { get; private set; }

        public override Tensor Forward(Tensor x) => Input = x;

        public override LayerInfo Describe(Shape input) => new(input, 0);
    }
}
