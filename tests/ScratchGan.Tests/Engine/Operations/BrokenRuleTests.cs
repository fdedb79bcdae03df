using System.Numerics;
using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>The comparisons themselves are tested: each kind of mistake that a rule can have must be found, by the comparison that is there to find it.</summary>
public sealed class BrokenRuleTests : IDisposable
{
    private readonly Device _device = Device.Cpu(threads: 1);

    [Fact]
    public void A_right_product_passes() => AssertFound(Product(Fault.None), first: false, second: false);

    [Theory]
    [InlineData(Fault.WrongSign)]
    [InlineData(Fault.WrongFactor)]
    [InlineData(Fault.MissingTerm)]
    public void A_wrong_first_rule_is_found_by_both_comparisons(object fault) => AssertFound(Product((Fault)fault), first: true, second: true);

    [Theory]
    [InlineData(Fault.HistoryOfInputLost)]
    [InlineData(Fault.HistoryOfCotangentLost)]
    public void A_constant_where_a_function_belongs_is_found_by_the_second_comparison_only(object fault) =>
        AssertFound(Product((Fault)fault), first: false, second: true);

    [Fact]
    public void A_right_curvature_passes() => AssertFound(Tangent((_, y, w) => w * y * (y.Square() - 1f) * 2f), first: false, second: false);

    [Fact]
    public void A_curvature_with_a_wrong_sign_factor_or_dependence_or_none_at_all_is_found_by_the_second_comparison_only()
    {
        AssertFound(Tangent((_, y, w) => w * y * (1f - y.Square()) * 2f), first: false, second: true);
        AssertFound(Tangent((_, y, w) => w * y * (y.Square() - 1f)), first: false, second: true);
        AssertFound(Tangent((x, y, w) => w * x * (y.Square() - 1f) * 2f), first: false, second: true);
        AssertFound(Tangent(null), first: false, second: true);
    }

    [Fact]
    public void A_slope_wrong_by_one_part_in_ten_thousand_is_found() => AssertFound(
        new OperationCase(
            "slope", [Input.Signed(5)], x => Map<SteepTanh>.Of(default, (_, y, w) => w * y * (y.Square() - 1f) * 2f, x[0]), x => Plain.Map(x[0], Math.Tanh)),
        first: true,
        second: true);

    [Fact]
    public void A_wrong_forward_pass_is_found()
    {
        var subject = new OperationCase("forward", [Input.Signed(3, 2)], x => x[0] * 1.0001f, x => [.. x[0]]);
        Assert.NotNull(new OperationCheck(_device, subject).ForwardMismatch());
    }

    /// <summary>Normalisation whose statistics are constants in the backward pass: right in evaluation mode, the classical mistake in training.</summary>
    [Fact]
    public void Statistics_taken_for_constants_are_found() => AssertFound(
        new OperationCase(
            "frozen mean",
            [Input.Signed(4, 3)],
            x => x[0] - x[0].Mean([0], keepDimensions: true).Detach(),
            x => Plain.Array([4, 3], i => Plain.At(x[0], [4, 3], i) - Enumerable.Range(0, 4).Average(n => Plain.At(x[0], [4, 3], n, i[1])))),
        first: true,
        second: true);

    public void Dispose() => _device.Dispose();

    private void AssertFound(OperationCase subject, bool first, bool second)
    {
        Assert.Null(new OperationCheck(_device, subject).ForwardMismatch());
        Assert.Equal(first, new OperationCheck(_device, subject).FirstGradientMismatch() is not null);
        Assert.Equal(second, new OperationCheck(_device, subject).SecondGradientMismatch() is not null);
    }

    private static OperationCase Product(Fault fault) => new(
        $"product with {fault}",
        [Input.Signed(2, 3), Input.Signed(2, 3)],
        x => new FaultyProduct(fault).Apply(x[0].Shape, x[0], x[1]),
        x => [.. x[0].Zip(x[1], (a, b) => a * b)]);

    private static OperationCase Tangent(Curvature? curvature) =>
        new("tangent", [Input.Signed(7)], x => Map<Tanh>.Of(default, curvature, x[0]), x => Plain.Map(x[0], Math.Tanh));

    /// <summary>tanh x with a derivative that is 1.0001 times too large.</summary>
    private readonly struct SteepTanh : IDifferentiableOperator
    {
        public float Invoke(float x) => default(Tanh).Invoke(x);

        public Vector<float> Invoke(Vector<float> x) => default(Tanh).Invoke(x);

        public float Derivative(float x, float y) => 1.0001f * default(Tanh).Derivative(x, y);

        public Vector<float> Derivative(Vector<float> x, Vector<float> y) => 1.0001f * default(Tanh).Derivative(x, y);
    }
}
