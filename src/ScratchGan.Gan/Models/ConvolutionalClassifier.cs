using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Gan.Models;

/// <summary>
/// Images [N, channels, side, side] → logits [N, classes]. 5×5 convolutions of stride 2, two or as many as leave at most 8×8 places, halve the image and double
/// what is known about each place, up to 64 channels; two dense layers judge the whole. Strides stand where older networks pool: the engine needs no operation
/// for it, and the network chooses what to keep.
/// </summary>
public sealed class ConvolutionalClassifier : Module
{
    /// <summary>What is known about an image before it is judged: the length of <see cref="Features"/>.</summary>
    public const int FeatureCount = 128;

    private const int MostChannels = 64;
    private const int LeastStages = 2;
    private const int MostPlaces = 8;
    private const int LeastSide = 8;
    private readonly Sequential _features;
    private readonly Linear _head;

    public ConvolutionalClassifier(ImageShape images, int classes)
    {
        if (images.Height != images.Width || images.Width < LeastSide)
            throw new ArgumentException($"expected square images of at least {LeastSide} pixels a side to classify, found {images}");
        if (classes < 2)
            throw new ArgumentException($"expected at least two classes to tell apart, found {classes}");
        int stages = LeastStages;
        while (Side(images.Width, stages) > MostPlaces)
            stages++;
        var layers = new List<Module>();
        int inputs = images.Channels;
        for (int stage = 1; stage <= stages; stage++)
        {
            int outputs = Math.Max(1, MostChannels >> (stages - stage));
            layers.Add(new Conv2d(ConvolutionSettings.Square(inputs, outputs, kernel: 5, stride: 2, padding: 2), bias: false));
            layers.Add(new BatchNorm2d<Relu>(outputs, Activations.Relu));
            inputs = outputs;
        }
        int side = Side(images.Width, stages);
        layers.Add(new Flatten());
        layers.Add(new Linear(inputs * side * side, FeatureCount, bias: false));
        layers.Add(new BatchNorm2d<Relu>(FeatureCount, Activations.Relu));
        _features = AddChild("features", new Sequential(layers));
        _head = AddChild("head", new Linear(FeatureCount, classes));
    }

    /// <summary>Images → [N, 128], none negative: what the last layer judges by.</summary>
    public Tensor Features(Tensor images) => _features.Forward(images);

    public override Tensor Forward(Tensor x) => _head.Forward(Features(x));

    public override LayerInfo Describe(Shape input)
    {
        LayerInfo features = _features.Describe(input), head = _head.Describe(features.Output);
        return new LayerInfo(head.Output, features.Flops + head.Flops);
    }

    /// <summary>
    /// Cross-entropy of logits x [N, K] and labels: the mean of −ln softmax(x)[label] = LogSumExp(x) − x[label]. The logit of the label is picked by a product
    /// with a row of zeros and one 1, so the gradient is (softmax − that row)/N.
    /// </summary>
    public static Tensor CrossEntropy(Tensor logits, ReadOnlySpan<int> labels)
    {
        int classes = logits.Shape[1];
        float[] rows = new float[logits.Shape.Count];
        for (int n = 0; n < labels.Length; n++)
            rows[n * classes + labels[n]] = 1f;
        return CrossEntropy(logits, Tensor.From(logits.Device, rows, logits.Shape));
    }

    /// <summary>The same with labels that are rows of zeros and one 1 already, [N, K].</summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor rows) => (logits.LogSumExp().Sum() - (logits * rows).Sum()) / logits.Shape[0];

    /// <summary>A stride of 2 with padding 2 leaves ⌈side/2⌉.</summary>
    private static int Side(int side, int stages)
    {
        for (int stage = 0; stage < stages; stage++)
            side = (side + 1) / 2;
        return side;
    }
}
