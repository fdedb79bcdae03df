using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>w = ∂T/∂w of the trilinear form.</summary>
public sealed class Conv2dWeightGradientTests : OperationTests<Conv2dWeightGradientTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        WeightGradient("plain", ConvolutionGeometry.Forward(2, 3, 5, 4, 4, 3, 2)),
        WeightGradient("stride 2, padding 1", ConvolutionGeometry.Forward(3, 2, 7, 6, 4, 3, 4, stride: 2, padding: 1)),
        WeightGradient("stride 3 that leaves pixels over", ConvolutionGeometry.Forward(2, 3, 8, 9, 2, 4, 2, stride: 3, padding: 1)),
        WeightGradient("dilation 2", ConvolutionGeometry.Forward(1, 2, 8, 7, 3, 3, 2, padding: 1, dilation: 2)),
        WeightGradient("2 groups", ConvolutionGeometry.Forward(2, 6, 4, 5, 4, 2, 3, stride: 2, padding: 1, groups: 2)),
    ];

    private static OperationCase WeightGradient(string name, ConvolutionGeometry geometry)
    {
        var form = new TrilinearForm(geometry);
        return new OperationCase(
            $"Conv2dWeightGradient, {name}",
            [Input.Signed(form.X), Input.Signed(form.G)],
            x => x[0].Conv2dWeightGradient(x[1], geometry),
            x => form.WeightGradient(x[0], x[1]))
        {
            Methods = [nameof(TensorOperations.Conv2dWeightGradient)],
            Terms = form.LongestSum,
        };
    }
}
