namespace ScratchGan.Engine.Layers;

/// <summary>The sizes that a convolution layer fixes; the image's size comes with the input.</summary>
/// <param name="Inputs">channels that come in</param>
/// <param name="Outputs">channels that go out</param>
public readonly record struct ConvolutionSettings(
    int Inputs, int Outputs, int KernelHeight, int KernelWidth, int Stride = 1, int Padding = 0, int Dilation = 1, int Groups = 1)
{
    /// <summary>A square kernel.</summary>
    public static ConvolutionSettings Square(int inputs, int outputs, int kernel, int stride = 1, int padding = 0) =>
        new(inputs, outputs, kernel, kernel, stride, padding);

    internal int FanIn => Inputs / Groups * KernelHeight * KernelWidth;

    /// <summary>[filters, channels/groups, I, J]; a transposed convolution has its inputs as filters.</summary>
    internal Shape WeightShape(int filters, int channels) => new(filters, channels / Groups, KernelHeight, KernelWidth);

    public override string ToString() => $"{Inputs}→{Outputs}, {KernelHeight}×{KernelWidth}, stride {Stride}, padding {Padding}";
}
