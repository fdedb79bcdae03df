using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Penalties;
using Xunit;

namespace ScratchGan.Tests.Gan.Penalties;

/// <summary>Penalties through a whole DCGAN discriminator: a gradient of a gradient that reaches the weights and lowers the penalty.</summary>
public sealed class DcganPenaltyTests : IDisposable
{
    private static readonly Shape Images = new(3, 3, 16, 16);
    private readonly Device _device = Device.Cpu(threads: 1);

    public void Dispose() => _device.Dispose();

    public static TheoryData<string, Normalization> Cases
    {
        get
        {
            var data = new TheoryData<string, Normalization>();
            foreach (string penalty in (string[])["r1", "r2", "r1+r2", "wgan-gp"])
                foreach (Normalization normalization in (Normalization[])[Normalization.Layer, Normalization.None])
                    data.Add(penalty, normalization);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_step_against_the_penaltys_gradient_moves_every_convolution_and_lowers_the_penalty(string name, Normalization normalization)
    {
        IGradientPenalty penalty = Penalty(name);
        Module discriminator = Dcgan.Discriminator(new DcganSizes(16, 3, Features: 6, Latent: 5), normalization);
        discriminator.Initialize(_device, new RandomSource(seed: 2, stream: 0));
        var random = new RandomSource(seed: 2, stream: 1);
        (Tensor real, Tensor fake) = (random.Normal(_device, Images), random.Normal(_device, Images));
        Tensor before = Evaluate();
        float value = before.Item();
        Tensor[] gradients = Gradients.Of(before, discriminator.Parameters);
        foreach ((Tensor gradient, (string path, Parameter parameter)) in gradients.Zip(discriminator.NamedParameters()))
        {
            Assert.All(gradient.ToArray(), number => Assert.True(float.IsFinite(number)));
            if (parameter.Shape.Rank == 4)
                Assert.True(gradient.ToArray().Any(number => number != 0), $"{path} {parameter.Shape} has a gradient of zero");
        }

        // The decrease is rate · ‖gradient‖² to first order; the rate is chosen so that it is 2 % of the value, where kinks and curvature matter little.
        double squaredNorm = gradients.Sum(gradient => gradient.ToArray().Sum(number => (double)number * number));
        using var descent = new SgdMomentum(discriminator, (float)(0.02 * value / squaredNorm), momentum: 0);
        descent.Step(gradients);
        Assert.InRange(Evaluate().Item() / value, 0.97, 0.99);

        Tensor Evaluate() => penalty.Of(
            discriminator, new Judged(real, discriminator.Forward(real)), new Judged(fake, discriminator.Forward(fake)), new RandomSource(seed: 2, stream: 3));
    }

    private static IGradientPenalty Penalty(string name) => name switch
    {
        "r1" => new R1(2f),
        "r2" => new R2(2f),
        "r1+r2" => new SumOfPenalties(new R1(2f), new R2(2f)),
        _ => new WganGp(10f),
    };
}
