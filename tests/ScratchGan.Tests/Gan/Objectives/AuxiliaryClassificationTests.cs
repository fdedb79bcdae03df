using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Tests.Engine.Operations;
using Xunit;
using Input = ScratchGan.Tests.Engine.Operations.Input;

namespace ScratchGan.Tests.Gan.Objectives;

/// <summary>Both losses as functions of the verdicts [3, 1 + 4] on real and generated images, against their formula in double precision, to second order.</summary>
public sealed class AuxiliaryClassificationTests : OperationTests<AuxiliaryClassificationTests>, IOperationCases
{
    private const int Images = 3;
    private const int Classes = 4;
    private const int Columns = 1 + Classes;
    private static readonly int[] Labels = [2, 0, 3];

    public static IEnumerable<OperationCase> Cases =>
    [
        Case("Discriminator's loss, non-saturating", new NonSaturating(), discriminator: true, (r, f) => Softplus(-r) + Softplus(f)),
        Case("Generator's loss, non-saturating", new NonSaturating(), discriminator: false, (_, f) => Softplus(-f)),
        Case("Discriminator's loss, relativistic", new RelativisticPairing(), discriminator: true, (r, f) => Softplus(f - r)),
        Case("Generator's loss, relativistic", new RelativisticPairing(), discriminator: false, (r, f) => Softplus(r - f)),
    ];

    /// <summary>
    /// Of verdicts w₀·x beside class logits, R1 is γ/2·|w₀|²: the slope of what is said about the class is not punished. And what is said about the class does
    /// not count as taking an image for real.
    /// </summary>
    [Fact]
    public void Penalties_are_about_the_first_column()
    {
        using Device device = Device.Cpu(threads: 1);
        using var discriminator = new AuxiliaryClassifier(new Flatten(), width: 12, Classes);
        var random = new RandomSource(seed: 5, stream: 0);
        discriminator.Initialize(device, random);
        Tensor x = random.Normal(device, new Shape(Images, 2, 3, 2));
        var judged = new Judged(x, discriminator.Forward(x));
        Assert.Equal(new Shape(Images, Columns), judged.Verdicts.Shape);
        Assert.Equal(judged.Verdicts.ToArray().Chunk(Columns).Select(row => row[0]), judged.Logits.ToArray());
        double[] judge = [.. discriminator.StateDictionary()["judge.weight"].ToArray().Select(value => (double)value)];
        double squared = Plain.Dot(judge, judge);
        Tensor penalty = new R1(3f).Of(discriminator, judged, judged, random);
        Assert.Equal(1.5 * squared, penalty.Item(), 1e-5 * squared);
        string[] paths = [.. discriminator.NamedParameters().Select(entry => entry.Path)];
        Assert.Equal(["judge.weight", "judge.bias", "classes.weight", "classes.bias"], paths);
        Tensor slope = Gradients.Of(penalty, discriminator.Parameters)[0];
        foreach ((double w, float found) in judge.Zip(slope.ToArray()))
            Assert.Equal(3 * w, found, 1e-5);
    }

    private static OperationCase Case(string name, IGanObjective adversarial, bool discriminator, Func<double, double, double> term) => new(
        name,
        [Input.Signed(Images, Columns), Input.Signed(Images, Columns)],
        x =>
        {
            var labels = new ClassLabels(Classes);
            labels.Set(x[0].Device, Labels);
            var objective = new AuxiliaryClassification(adversarial, labels);
            return discriminator ? objective.DiscriminatorLoss(x[0], x[1]) : objective.GeneratorLoss(objective.GeneratorSeesReal ? x[0] : null, x[1]);
        },
        x =>
        [
            Enumerable.Range(0, Images).Average(
                n => term(x[0][n * Columns], x[1][n * Columns]) + (discriminator ? CrossEntropy(x[0], n) : 0) + CrossEntropy(x[1], n)),
        ])
    {
        Terms = Images * Columns,
        // A generator that does not look at real images has no slope there.
        WithoutSlope = discriminator || adversarial.GeneratorSeesReal ? [] : [0],
    };

    /// <summary>−ln of the softmax at the label, of row n behind its first column.</summary>
    private static double CrossEntropy(double[] verdicts, int n)
    {
        double[] logits = verdicts[(n * Columns + 1)..((n + 1) * Columns)];
        return -Math.Log(Math.Exp(logits[Labels[n]]) / logits.Sum(Math.Exp));
    }

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
}
