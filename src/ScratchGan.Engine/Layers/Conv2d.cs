using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Layers;

/// <summary>Convolution of images [N, C, H, W] with a square or rectangular kernel: [N, F, P, Q]; the weight is [F, C/groups, I, J], the bias [F].</summary>
public sealed class Conv2d : Module
{
    private readonly ConvolutionSettings _settings;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    public Conv2d(ConvolutionSettings settings, bool bias = true, Initializer? initializer = null)
    {
        _settings = settings;
        _weight = AddParameter("weight", settings.WeightShape(settings.Outputs, settings.Inputs), initializer ?? Initializers.He(settings.FanIn));
        _bias = bias ? AddParameter("bias", new Shape(settings.Outputs), Initializers.Constant(0f)) : null;
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor y = x.Conv2d(_weight.Value, Geometry(x.Shape));
        return _bias is null ? y : y + _bias.Value.Reshape(_settings.Outputs, 1, 1);
    }

    public override LayerInfo Describe(Shape input)
    {
        ConvolutionGeometry geometry = Geometry(input);
        return new LayerInfo(new Shape(geometry.N, geometry.F, geometry.P, geometry.Q), geometry.Flops);
    }

    public override string ToString() => $"Conv2d({_settings})";

    private ConvolutionGeometry Geometry(Shape x) => x.Rank == 4 && x[1] == _settings.Inputs
        ? ConvolutionGeometry.Forward(
            x[0], x[1], x[2], x[3], _settings.Outputs, _settings.KernelHeight, _settings.KernelWidth, _settings.Stride, _settings.Padding,
            _settings.Dilation, _settings.Groups)
        : throw new ArgumentException($"{this} needs images [N, {_settings.Inputs}, H, W], found {x}");
}

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
