using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Layers;

/// <summary>
/// Convolution of images [N, C, H, W] with a square or rectangular kernel: [N, F, P, Q]; the weight is [F, C/groups, I, J], the bias [F].
/// With spectral normalisation the weight is divided by its largest singular value as a matrix [F, C/groups · I · J].
/// </summary>
public sealed class Conv2d : Module
{
    private readonly ConvolutionSettings _settings;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly SpectralNorm? _spectral;

    public Conv2d(ConvolutionSettings settings, bool bias = true, Initializer? initializer = null, bool spectral = false)
    {
        _settings = settings;
        _weight = AddParameter("weight", settings.WeightShape(settings.Outputs, settings.Inputs), initializer ?? Initializers.He(settings.FanIn));
        _bias = bias ? AddParameter("bias", new Shape(settings.Outputs), Initializers.Constant(0f)) : null;
        _spectral = spectral ? AddChild("spectral", new SpectralNorm(settings.Outputs)) : null;
    }

    public ConvolutionSettings Settings => _settings;

    public override Tensor Forward(Tensor x)
    {
        Tensor y = x.Conv2d(_spectral?.Forward(_weight.Value) ?? _weight.Value, Geometry(x.Shape));
        return _bias is null ? y : y + _bias.Value.Reshape(_settings.Outputs, 1, 1);
    }

    internal override bool GivesOutputUp => true;

    public override LayerInfo Describe(Shape input)
    {
        ConvolutionGeometry geometry = Geometry(input);
        return new LayerInfo(new Shape(geometry.N, geometry.F, geometry.P, geometry.Q), geometry.Flops + (_spectral?.Describe(_weight.Shape).Flops ?? 0));
    }

    public override string ToString() => $"Conv2d({_settings})";

    private ConvolutionGeometry Geometry(Shape x) => x.Rank == 4 && x[1] == _settings.Inputs
        ? ConvolutionGeometry.Forward(
            x[0], x[1], x[2], x[3], _settings.Outputs, _settings.KernelHeight, _settings.KernelWidth, _settings.Stride, _settings.Padding,
            _settings.Dilation, _settings.Groups)
        : throw new ArgumentException($"{this} needs images [N, {_settings.Inputs}, H, W], found {x}");
}
