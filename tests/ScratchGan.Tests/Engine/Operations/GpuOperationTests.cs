using System.Reflection;
using ScratchGan.Engine;
using Xunit;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>
/// Every case of every operation on the device under test: forward, first and second gradient, against the same doubles and within the same tolerances as on
/// the CPU. That broken rules are noticed is shown on the CPU.
/// </summary>
[Collection(GpuTests.Name)]
public sealed class GpuOperationTests(GpuUnderTest gpu, ITestOutputHelper output)
{
    private const int MostKernels = 150;

    /// <summary>All cases of all families, by name.</summary>
    private static readonly Dictionary<string, OperationCase> Cases = typeof(GpuOperationTests).Assembly.GetTypes()
        .Where(type => !type.IsInterface && typeof(IOperationCases).IsAssignableFrom(type))
        .SelectMany(type => (IEnumerable<OperationCase>)type.GetProperty(nameof(IOperationCases.Cases))!.GetValue(null)!)
        .ToDictionary(subject => subject.Name);

    public static IReadOnlyCollection<OperationCase> AllCases => Cases.Values;

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_agrees_with_double_precision_in_value_and_both_gradients(string name)
    {
        using var scope = new TensorScope(gpu.Device);
        OperationCheck check = new(gpu.Device, Cases[name]);
        Assert.Null(check.ForwardMismatch());
        Assert.Null(check.FirstGradientMismatch());
        Assert.Null(check.SecondGradientMismatch());
    }

    /// <summary>A kernel costs its user a compilation at every start; so they must not multiply.</summary>
    [Fact]
    public void All_cases_together_need_few_kernels()
    {
        HashSet<MethodInfo> kernels = [];
        void Count(MethodInfo kernel) => kernels.Add(kernel);
        gpu.Context.Launching += Count;
        foreach (OperationCase subject in Cases.Values)
        {
            using var scope = new TensorScope(gpu.Device);
            _ = new OperationCheck(gpu.Device, subject).SecondGradientMismatch();
        }
        gpu.Context.Launching -= Count;
        output.WriteLine($"{kernels.Count} kernels");
        Assert.InRange(kernels.Count, 50, MostKernels);
    }
}
