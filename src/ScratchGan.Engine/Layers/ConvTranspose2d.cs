using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Layers;

/// <summary>
/// Transposed convolution of images [N, F, P, Q]: [N, C, H, W] with H = s(P − 1) − 2a + d(I − 1) + 1 + output padding. The weight is [F, C/groups, I, J], F
/// being the channels that come in: the layout of the convolution that it transposes.
/// </summary>
public sealed class ConvTranspose2d : Module
{
    private readonly ConvolutionSettings _settings;
    private readonly int _outputPadding;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    public ConvTranspose2d(ConvolutionSettings settings, bool bias = true, int outputPadding = 0, Initializer? initializer = null)
    {
        _settings = settings;
        _outputPadding = outputPadding;
        // An output pixel of a stride-s transposed convolution is reached by a 1/s² share of the taps.
        int fanIn = Math.Max(1, settings.FanIn / (settings.Stride * settings.Stride));
        _weight = AddParameter("weight", settings.WeightShape(settings.Inputs, settings.Outputs), initializer ?? Initializers.He(fanIn));
        _bias = bias ? AddParameter("bias", new Shape(settings.Outputs), Initializers.Constant(0f)) : null;
    }

    public ConvolutionSettings Settings => _settings;

    public int OutputPadding => _outputPadding;

    public override Tensor Forward(Tensor x)
    {
        Tensor y = x.ConvTranspose2d(_weight.Value, Geometry(x.Shape));
        return _bias is null ? y : y + _bias.Value.Reshape(_settings.Outputs, 1, 1);
    }

    internal override bool GivesOutputUp => true;

    public override LayerInfo Describe(Shape input)
    {
        ConvolutionGeometry geometry = Geometry(input);
        return new LayerInfo(new Shape(geometry.N, geometry.C, geometry.H, geometry.W), geometry.Flops);
    }

    public override string ToString() => $"ConvTranspose2d({_settings})";

    private ConvolutionGeometry Geometry(Shape x) => x.Rank == 4 && x[1] == _settings.Inputs
        ? ConvolutionGeometry.Transposed(
            x[0], x[1], x[2], x[3], _settings.Outputs, _settings.KernelHeight, _settings.KernelWidth, _settings.Stride, _settings.Padding,
            _settings.Dilation, _settings.Groups, _outputPadding)
        : throw new ArgumentException($"{this} needs images [N, {_settings.Inputs}, P, Q], found {x}");
}
