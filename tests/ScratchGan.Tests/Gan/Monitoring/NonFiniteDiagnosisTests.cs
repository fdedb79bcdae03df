using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Monitoring;

/// <summary>Trainings that overflow at a step, in an operation and in a tensor that are known, since the test made them so.</summary>
public sealed class NonFiniteDiagnosisTests : IDisposable
{
    private const int Fatal = 4;
    private readonly Device _device = Device.Cpu(2);
    private readonly Overflowing _objective = new();

    public void Dispose() => _device.Dispose();

    /// <summary>10³⁸ times 10³⁸ in the loss.</summary>
    [Fact]
    public void It_names_the_operation_that_made_the_first_number_that_is_not_finite()
    {
        using GanSession session = Session();
        string found = NonFiniteDiagnosis.Of(_device, session, () =>
        {
            _objective.Factor = session.Step + 1 == Fatal ? 1e38f : 1;
            Step(session);
        }, finite: 2, last: 6);
        Assert.Equal($"in step {Fatal} Scale made -Infinity at element 0 of [], from the tensor [] made by Scale, in the phase of discriminatorLoss", found);
        Assert.False(_device.CheckFinite);
    }

    /// <summary>A loss of 10²⁴ and its gradient are numbers; the square of the gradient, which Adam keeps, is none.</summary>
    [Fact]
    public void It_names_the_optimizer_and_the_parameter_whose_moment_it_overflowed()
    {
        using GanSession session = Session();
        string found = NonFiniteDiagnosis.Of(_device, session, () =>
        {
            _objective.Factor = session.Step + 1 == Fatal ? 1e12f : 1;
            Step(session);
        }, finite: 0, last: 6);
        Assert.StartsWith($"in step {Fatal} Adam, at a learning rate of 0.0002, made Infinity at element ", found, StringComparison.Ordinal);
        Assert.Matches(" of a moment of discriminator[.][13][.](weight|bias) .*, in the phase of discriminatorLoss$", found);
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_named_with_the_operation_that_read_it()
    {
        using GanSession session = Session();
        string found = NonFiniteDiagnosis.Of(_device, session, () =>
        {
            if (session.Step + 1 == Fatal)
                session.Discriminator.Parameters[0].Write([.. session.Discriminator.Parameters[0].ToArray().Select((value, i) => i == 3 ? float.NaN : value)]);
            Step(session);
        }, finite: 1, last: 6);
        Assert.Contains($"in step {Fatal} MatMul", found, StringComparison.Ordinal);
        Assert.Contains("discriminator.1.weight [", found, StringComparison.Ordinal);
    }

    /// <summary>A second run of the same steps that is healthy is said to be so.</summary>
    [Fact]
    public void Steps_that_are_finite_when_taken_again_are_no_operations_fault()
    {
        using GanSession session = Session();
        string found = NonFiniteDiagnosis.Of(_device, session, () => Step(session), finite: 0, last: 3);
        Assert.Equal("step 3, taken again, gave finite numbers: the device did not compute the same twice", found);
    }

    private void Step(GanSession session)
    {
        using Tensor real = new RandomSource(1, 9).Uniform(_device, new Shape(5, 3));
        session.Train(real, measure: false);
    }

    private GanSession Session() => new(_device, new GanRecipe(
        () => Mlp.Create(new MlpSizes(4, 3, 6, 1), Activations.Tanh), () => Mlp.Create(new MlpSizes(3, 1, 7, 1), Activations.LeakyRelu()),
        module => new Adam(module), _objective, null, Latent: 4, Seed: 2));

    private sealed class Overflowing : IGanObjective
    {
        public float Factor { get; set; } = 1;

        public bool GeneratorSeesReal => false;

        public float? DecisionThreshold => 0;

        public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => (fake.Square().Mean() + 1f) * -Factor * Factor;

        public Tensor GeneratorLoss(Tensor? real, Tensor fake) => fake.Square().Mean();
    }
}
