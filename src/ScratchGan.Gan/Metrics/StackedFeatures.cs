using ScratchGan.Data;

namespace ScratchGan.Gan.Metrics;

/// <summary>The features of a classifier of grey images for images in colour: those of red, green and blue one after the other.</summary>
public sealed class StackedFeatures(FeatureClassifier grey) : IFeatureExtractor
{
    public string Name => $"stacked {grey.Name}";

    /// <exception cref="MetricException">the images have not three channels, or not the classifier's size</exception>
    public FeatureSet Extract(Dataset images)
    {
        FeatureSet[] channels = [.. StackedModes.Channels(images).Select(grey.Extract)];
        int length = channels[0].Dimensions;
        float[] values = new float[images.Count * length * channels.Length];
        for (int i = 0; i < images.Count; i++)
            for (int channel = 0; channel < channels.Length; channel++)
                channels[channel][i].CopyTo(values.AsSpan((i * channels.Length + channel) * length));
        return new FeatureSet(Name, length * channels.Length, values);
    }
}
