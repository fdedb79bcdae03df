using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>x = ∂T/∂x of the trilinear form.</summary>
public sealed class ConvTranspose2dTests : OperationTests<ConvTranspose2dTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Transposed("plain", n: 2, f: 3, p: 4, q: 3, c: 2, i: 2, j: 3),
        Transposed("stride 2, padding 1", n: 2, f: 3, p: 3, q: 4, c: 4, i: 4, j: 3, stride: 2, padding: 1),
        Transposed("stride 3, output padding 2", n: 1, f: 2, p: 3, q: 2, c: 3, i: 4, j: 5, stride: 3, padding: 1, outputPadding: 2),
        Transposed("dilation 2", n: 1, f: 3, p: 4, q: 5, c: 2, i: 2, j: 3, padding: 1, dilation: 2),
        Transposed("3 groups, stride 2, output padding 1", n: 2, f: 6, p: 3, q: 2, c: 3, i: 3, j: 4, stride: 2, padding: 1, groups: 3, outputPadding: 1),
        Transposed("from one pixel, as DCGAN begins", n: 4, f: 5, p: 1, q: 1, c: 2, i: 4, j: 3),
    ];

    private static OperationCase Transposed(
        string name, int n, int f, int p, int q, int c, int i, int j, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int outputPadding = 0)
    {
        var form = new TrilinearForm(ConvolutionGeometry.Transposed(n, f, p, q, c, i, j, stride, padding, dilation, groups, outputPadding));
        return new OperationCase(
            $"ConvTranspose2d, {name}",
            [Input.Signed(form.G), Input.Signed(form.W)],
            x => x[0].ConvTranspose2d(x[1], stride, padding, dilation, groups, outputPadding),
            x => form.Transpose(x[0], x[1]))
        {
            Methods = [nameof(TensorOperations.ConvTranspose2d)],
            Terms = form.LongestSum,
        };
    }
}
