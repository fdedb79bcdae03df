using ScratchGan.Data;

namespace ScratchGan.Gan.Metrics;

/// <summary>From images to points in a feature space.</summary>
public interface IFeatureExtractor
{
    /// <summary>Names the space, down to the numbers that make it: features of equal names may be compared.</summary>
    string Name { get; }

    FeatureSet Extract(Dataset images);
}

/// <summary>From images to classes.</summary>
public interface IClassifier
{
    /// <summary>The class of each image.</summary>
    int[] Predict(Dataset images);
}
