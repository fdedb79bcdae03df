using ScratchGan.Kernels.Geometry;
using Xunit;

namespace ScratchGan.Tests.Kernels.Cpu;

/// <summary>Awkward convolutions: every path of the packing, and every way in which sizes fail to fit.</summary>
internal static class ConvolutionCases
{
    public static readonly (string Name, ConvolutionGeometry Geometry)[] All =
    [
        ("one pixel", ConvolutionGeometry.Forward(1, 1, 1, 1, 1, 1, 1)),
        ("1x1 kernel", ConvolutionGeometry.Forward(3, 5, 7, 6, 4, 1, 1)),
        ("1x1 kernel, stride 2", ConvolutionGeometry.Forward(2, 3, 9, 6, 5, 1, 1, stride: 2)),
        ("1x1 kernel, stride 3, padding", ConvolutionGeometry.Forward(2, 3, 7, 5, 4, 1, 1, stride: 3, padding: 2)),
        ("3x3", ConvolutionGeometry.Forward(2, 4, 9, 11, 7, 3, 3, padding: 1)),
        ("4x3, stride 2", ConvolutionGeometry.Forward(3, 5, 11, 8, 7, 4, 3, stride: 2, padding: 1)),
        ("3x4, stride 2, rows left over", ConvolutionGeometry.Forward(2, 3, 10, 13, 8, 3, 4, stride: 2)),
        ("2x5, stride 3", ConvolutionGeometry.Forward(2, 4, 13, 17, 6, 2, 5, stride: 3, padding: 2)),
        ("stride beyond the kernel", ConvolutionGeometry.Forward(2, 3, 11, 14, 5, 2, 3, stride: 4)),
        ("dilation 2", ConvolutionGeometry.Forward(2, 3, 12, 10, 5, 3, 2, padding: 2, dilation: 2)),
        ("dilation 2, stride 2", ConvolutionGeometry.Forward(2, 3, 13, 15, 5, 3, 4, stride: 2, padding: 3, dilation: 2)),
        ("dilation 3, stride 2", ConvolutionGeometry.Forward(2, 2, 14, 13, 3, 4, 3, stride: 2, padding: 1, dilation: 3)),
        ("2 groups", ConvolutionGeometry.Forward(2, 6, 8, 9, 4, 3, 3, padding: 1, groups: 2)),
        ("3 groups, stride 2", ConvolutionGeometry.Forward(3, 9, 10, 7, 21, 4, 3, stride: 2, padding: 1, groups: 3)),
        ("depthwise", ConvolutionGeometry.Forward(2, 5, 9, 8, 10, 3, 3, stride: 2, padding: 1, groups: 5)),
        ("padding beyond the kernel", ConvolutionGeometry.Forward(2, 3, 4, 5, 3, 2, 3, stride: 2, padding: 5)),
        ("transposed, output padding", ConvolutionGeometry.Transposed(2, 5, 4, 6, 3, 3, 4, stride: 2, padding: 1, outputPadding: 1)),
        ("transposed, stride 3, output padding 2", ConvolutionGeometry.Transposed(2, 4, 3, 5, 5, 3, 2, stride: 3, outputPadding: 2)),
        ("transposed, groups and output padding", ConvolutionGeometry.Transposed(3, 8, 5, 3, 6, 4, 3, stride: 2, padding: 1, groups: 2, outputPadding: 1)),
        ("image smaller than the stride", ConvolutionGeometry.Forward(2, 3, 2, 1, 4, 2, 3, stride: 3, padding: 1)),
        ("kernel covers the image", ConvolutionGeometry.Forward(5, 7, 4, 3, 9, 4, 3)),
        ("kernel covers the image, stride and padding", ConvolutionGeometry.Forward(3, 4, 2, 3, 5, 4, 5, stride: 2, padding: 1)),
        ("two blocks of channels", ConvolutionGeometry.Forward(2, 37, 6, 8, 13, 3, 3, stride: 2, padding: 1)),
        ("kernel larger than a block", ConvolutionGeometry.Forward(1, 2, 19, 20, 3, 17, 18, padding: 1)),
        ("many rows", ConvolutionGeometry.Forward(1, 3, 7, 6, 259, 2, 3, padding: 1)),
        ("wide row", ConvolutionGeometry.Forward(1, 2, 3, 301, 4, 3, 3, stride: 2, padding: 1)),
        ("many images", ConvolutionGeometry.Forward(53, 2, 7, 7, 3, 3, 3, stride: 2, padding: 1)),
        ("28 pixels", ConvolutionGeometry.Forward(3, 1, 28, 28, 8, 4, 4, stride: 2, padding: 1)),
        ("DCGAN first", ConvolutionGeometry.Forward(3, 3, 64, 64, 16, 4, 4, stride: 2, padding: 1)),
        ("DCGAN 16 pixels", ConvolutionGeometry.Forward(3, 16, 32, 32, 24, 4, 4, stride: 2, padding: 1)),
        ("DCGAN 8 pixels", ConvolutionGeometry.Forward(5, 34, 16, 16, 20, 4, 4, stride: 2, padding: 1)),
        ("DCGAN 4 pixels", ConvolutionGeometry.Forward(9, 66, 8, 8, 40, 4, 4, stride: 2, padding: 1)),
    ];

    public static TheoryData<string> Names => [.. All.Select(pair => pair.Name)];

    public static ConvolutionGeometry Named(string name) => All.Single(pair => pair.Name == name).Geometry;
}
