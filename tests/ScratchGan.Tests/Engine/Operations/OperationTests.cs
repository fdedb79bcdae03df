using ScratchGan.Engine;
using Xunit;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>What is checked of every case of a family.</summary>
public abstract class OperationTests<TFamily> : IDisposable
    where TFamily : IOperationCases
{
    private readonly Device _device = Device.Cpu(threads: 1);

    public static TheoryData<string> Names => [.. TFamily.Cases.Select(subject => subject.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_forward_pass_agrees_with_double_precision(string name) => Assert.Null(Check(name).ForwardMismatch());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_agrees_with_central_differences(string name) => Assert.Null(Check(name).FirstGradientMismatch());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_second_gradient_agrees_with_nested_differences(string name) => Assert.Null(Check(name).SecondGradientMismatch());

    /// <summary>
    /// Behind an identity whose rule has a wrong sign or factor the first comparison must fail, and behind one whose rule is right but whose rule's rule is wrong
    /// the second must: so no gradient of the case is zero by accident, and none is compared loosely.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_rule_is_noticed(string name)
    {
        OperationCase subject = Named(name);
        OperationCheck check = Check(name);
        for (int input = 0; input < subject.Inputs.Count; input++)
        {
            if (!subject.Inputs[input].Differentiable || subject.WithoutSlope.Contains(input))
                continue;
            foreach (float factor in (float[])[-1f, 2f])
            {
                check.Engine = Behind(subject, input, () => new BrokenIdentity(factor));
                Assert.NotNull(check.FirstGradientMismatch());
                check.Engine = Behind(subject, input, () => new IdentityWithBrokenSecondDerivative(factor));
                Assert.Null(check.FirstGradientMismatch());
                Assert.NotNull(check.SecondGradientMismatch());
            }
        }
    }

    public void Dispose()
    {
        _device.Dispose();
        GC.SuppressFinalize(this);
    }

    private static OperationCase Named(string name) => TFamily.Cases.Single(subject => subject.Name == name);

    private OperationCheck Check(string name) => new(_device, Named(name));

    /// <summary>The case's function with an identity before one of its inputs.</summary>
    private static Func<Tensor[], Tensor[]> Behind(OperationCase subject, int input, Func<Operation> identity) =>
        x => subject.Engine([.. x.Select((tensor, i) => i == input ? identity().Apply(tensor.Shape, tensor) : tensor)]);
}
