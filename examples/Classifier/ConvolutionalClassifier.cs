using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Examples.Classifier;

/// <summary>
/// Images [N, channels, 28, 28] → logits [N, classes]. Two 5×5 convolutions of stride 2 halve the image and double what is known about each place; two dense
/// layers judge the whole. Strides stand where older networks pool: the engine needs no operation for it, and the network chooses what to keep.
/// </summary>
internal static class ConvolutionalClassifier
{
    public const int ImageSize = 28;
    private const int Features = 32;
    private const int Hidden = 128;

    public static Module Create(int channels, int classes)
    {
        const int places = ImageSize / 4 * (ImageSize / 4);
        return new Sequential(
            new Conv2d(ConvolutionSettings.Square(channels, Features, kernel: 5, stride: 2, padding: 2), bias: false),
            new BatchNorm2d<Relu>(Features, Activations.Relu),
            new Conv2d(ConvolutionSettings.Square(Features, 2 * Features, kernel: 5, stride: 2, padding: 2), bias: false),
            new BatchNorm2d<Relu>(2 * Features, Activations.Relu),
            new Flatten(),
            new Linear(2 * Features * places, Hidden, bias: false),
            new BatchNorm2d<Relu>(Hidden, Activations.Relu),
            new Linear(Hidden, classes));
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
        Tensor picked = logits * Tensor.From(logits.Device, rows, logits.Shape);
        return (logits.LogSumExp().Sum() - picked.Sum()) / labels.Length;
    }
}
