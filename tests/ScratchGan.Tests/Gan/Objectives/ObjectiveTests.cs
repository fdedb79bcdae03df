using ScratchGan.Engine;
using ScratchGan.Gan.Objectives;
using Xunit;

namespace ScratchGan.Tests.Gan.Objectives;

/// <summary>Every objective against its closed form in double precision: values, gradients with respect to the logits, and the direction of both players.</summary>
public sealed class ObjectiveTests : IDisposable
{
    // A function of exp is right to a few ulp, and up to |x|·2⁻²⁴ ≈ 4e-6 more where its argument is 60; the sum of 7 terms adds less than that.
    private const double Relative = 1e-5;
    private readonly Device _device = Device.Cpu(threads: 1);

    public static TheoryData<string> Names => [.. ObjectiveReference.All.Keys];

    public static TheoryData<string, float> NamesAndScales
    {
        get
        {
            var data = new TheoryData<string, float>();
            foreach (string name in ObjectiveReference.All.Keys)
                foreach (float scale in (float[])[0.1f, 3f, 30f])
                    data.Add(name, scale);
            return data;
        }
    }

    public void Dispose() => _device.Dispose();

    [Theory]
    [MemberData(nameof(NamesAndScales))]
    public void Losses_and_their_gradients_are_the_closed_forms(string name, float scale)
    {
        ObjectiveReference reference = ObjectiveReference.All[name];
        (float[] r, float[] f) = Logits(scale);
        Tensor real = Column(r);
        Tensor fake = Column(f);
        Tensor discriminatorLoss = reference.Objective.DiscriminatorLoss(real, fake);
        Tensor generatorLoss = reference.Objective.GeneratorLoss(reference.Objective.GeneratorSeesReal ? real : null, fake);
        AssertMean(reference.DiscriminatorTerm, discriminatorLoss);
        AssertMean(reference.GeneratorTerm, generatorLoss);
        AssertSlopes(reference.DiscriminatorSlopes, Gradients.Of(discriminatorLoss, [real, fake]));
        AssertSlopes(reference.GeneratorSlopes, Gradients.Of(generatorLoss, [real, fake]));

        void AssertMean(Func<double, double, double> term, Tensor found)
        {
            double magnitude = r.Zip(f, (a, b) => Math.Abs(term(a, b)) + Math.Abs(a) + Math.Abs(b)).Average();
            Assert.Equal(r.Zip(f, (a, b) => term(a, b)).Average(), found.Item(), Relative * magnitude);
        }

        void AssertSlopes(Func<double, double, Slopes> slopes, Tensor[] found)
        {
            (float[] toReal, float[] toFake) = (found[0].ToArray(), found[1].ToArray());
            for (int i = 0; i < r.Length; i++)
            {
                Slopes expected = slopes(r[i], f[i]);
                Assert.Equal(expected.Real / r.Length, toReal[i], Relative * Math.Abs(expected.Real));
                Assert.Equal(expected.Fake / r.Length, toFake[i], Relative * Math.Abs(expected.Fake));
            }
        }
    }

    /// <summary>Guards the reference itself: its slopes are those of its terms.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_reference_has_the_slopes_of_its_terms(string name)
    {
        const double h = 1e-4;
        ObjectiveReference reference = ObjectiveReference.All[name];
        (float[] r, float[] f) = Logits(4f);
        for (int i = 0; i < r.Length; i++)
        {
            AssertSlopes(reference.DiscriminatorTerm, reference.DiscriminatorSlopes(r[i], f[i]), r[i], f[i]);
            AssertSlopes(reference.GeneratorTerm, reference.GeneratorSlopes(r[i], f[i]), r[i], f[i]);
        }

        // Central differences are wrong by h²/6·|third derivative| ≤ 2e-10, and by rounding of the term, 2⁻⁵³·20/h ≈ 2e-11.
        static void AssertSlopes(Func<double, double, double> term, Slopes slopes, double r, double f)
        {
            Assert.Equal((term(r + h, f) - term(r - h, f)) / (2 * h), slopes.Real, 1e-9);
            Assert.Equal((term(r, f + h) - term(r, f - h)) / (2 * h), slopes.Fake, 1e-9);
        }
    }

    /// <summary>Between the targets of all objectives, 0 and 1, the direction is the same for all of them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_high_logit_means_real(string name)
    {
        IGanObjective objective = ObjectiveReference.All[name].Objective;
        float[] r = [0.8f, 0.3f, 0.5f];
        float[] f = [0.2f, 0.7f, 0.4f];
        for (int i = 0; i < r.Length; i++)
        {
            float[] higher = [.. r];
            higher[i] += 0.1f;
            Assert.True(DiscriminatorLoss(higher, f) < DiscriminatorLoss(r, f), "raising the logit of a real image must lower L_D");
            higher = [.. f];
            higher[i] += 0.1f;
            Assert.True(DiscriminatorLoss(r, higher) > DiscriminatorLoss(r, f), "raising the logit of a generated image must raise L_D");
            Assert.True(GeneratorLoss(higher) < GeneratorLoss(f), "raising the logit of a generated image must lower L_G");
        }

        float DiscriminatorLoss(float[] real, float[] fake) => objective.DiscriminatorLoss(Column(real), Column(fake)).Item();

        float GeneratorLoss(float[] fake) => objective.GeneratorLoss(objective.GeneratorSeesReal ? Column(r) : null, Column(fake)).Item();
    }

    /// <summary>Seven random logits a side, the largest ± the scale; none so near the hinge's ±1 that the kink matters.</summary>
    private static (float[] Real, float[] Fake) Logits(float scale)
    {
        var random = new Random(7);
        float[] real = [scale, -scale, .. Enumerable.Range(0, 5).Select(_ => Draw())];
        float[] fake = [-scale, Draw(), scale, Draw(), -scale, Draw(), Draw()];
        return (real, fake);

        float Draw()
        {
            float value;
            do
                value = scale * (2 * random.NextSingle() - 1);
            while (Math.Abs(Math.Abs(value) - 1) < 0.01f);
            return value;
        }
    }

    private Tensor Column(float[] logits) => Tensor.From(_device, logits, new Shape(logits.Length, 1));
}
