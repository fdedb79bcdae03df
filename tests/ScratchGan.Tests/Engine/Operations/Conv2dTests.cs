using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>y = ∂T/∂g of the trilinear form.</summary>
public sealed class Conv2dTests : OperationTests<Conv2dTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases =>
    [
        Convolution("plain", n: 2, c: 3, h: 5, w: 4, f: 4, i: 3, j: 2),
        Convolution("stride 2, padding 1", n: 2, c: 3, h: 7, w: 6, f: 4, i: 3, j: 2, stride: 2, padding: 1),
        Convolution("stride 3 that leaves pixels over, padding 2", n: 2, c: 2, h: 9, w: 8, f: 3, i: 4, j: 5, stride: 3, padding: 2),
        Convolution("dilation 2, padding 1", n: 1, c: 2, h: 7, w: 8, f: 3, i: 2, j: 3, padding: 1, dilation: 2),
        Convolution("2 groups, stride 2", n: 2, c: 4, h: 5, w: 6, f: 6, i: 2, j: 3, stride: 2, padding: 1, groups: 2),
        Convolution("DCGAN's 4×4 kernel", n: 3, c: 1, h: 6, w: 8, f: 2, i: 4, j: 4, stride: 2, padding: 1),
    ];

    private static OperationCase Convolution(
        string name, int n, int c, int h, int w, int f, int i, int j, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
    {
        var form = new TrilinearForm(ConvolutionGeometry.Forward(n, c, h, w, f, i, j, stride, padding, dilation, groups));
        return new OperationCase(
            $"Conv2d, {name}",
            [Input.Signed(form.X), Input.Signed(form.W)],
            x => x[0].Conv2d(x[1], stride, padding, dilation, groups),
            x => form.Convolution(x[0], x[1]))
        {
            Methods = [nameof(TensorOperations.Conv2d)],
            Terms = form.LongestSum,
        };
    }
}
