using ScratchGan.Engine;
using ScratchGan.Tests.Engine.Operations;
using Xunit;

namespace ScratchGan.Tests.Gan.Models;

/// <summary>Every network in value, gradient, and the gradient of a gradient that R1, R2 and WGAN-GP need, against its formula in double precision.</summary>
public sealed class NetworkGradientTests : IDisposable
{
    private const int Seed = 5;
    private readonly Device _device = Device.Cpu(threads: 1);

    public static TheoryData<string> Names => [.. NetworkCase.All.Select(subject => subject.Name)];

    public void Dispose() => _device.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_gradients_of_both_orders_agree_with_differences_in_double_precision(string name) => Assert.Null(Check(name).Mismatch());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_rule_before_the_network_is_noticed(string name)
    {
        Assert.Contains("gradient by input", Behind(x => new BrokenIdentity(2f).Apply(x.Shape, x)));
        Assert.Contains("gradient of the slope", Behind(x => new IdentityWithBrokenSecondDerivative(2f).Apply(x.Shape, x)));

        string? Behind(Func<Tensor, Tensor> identity)
        {
            NetworkCheck check = Check(name);
            check.Before = identity;
            return check.Mismatch();
        }
    }

    private NetworkCheck Check(string name) => new(_device, NetworkCase.All.Single(subject => subject.Name == name), Seed);
}
