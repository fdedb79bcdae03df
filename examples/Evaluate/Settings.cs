namespace ScratchGan.Examples.Evaluate;

/// <summary>What the user can choose.</summary>
/// <param name="Samples">a run folder, a folder or .zip of images, or other data</param>
/// <param name="Reference">the data that the samples should look like</param>
/// <param name="Count">images judged; null for as many as there are, up to <see cref="CountByDefault"/></param>
/// <param name="ImageSize">pixels a side; null for those that the samples have, or, where they are drawn at any size, <see cref="UsualImageSize"/></param>
/// <param name="Classifier">a file of an earlier evaluation; null to train one</param>
/// <param name="Out">where files go; null for none</param>
/// <param name="Quick">fewer images where nothing else is asked for</param>
internal sealed record Settings(
    string Samples, string Reference, int? Count, int? ImageSize, int TrainImages, int Epochs, string? Classifier, ulong Seed, int Threads, string? Out,
    bool Quick)
{
    public const int UsualCount = 5_000, QuickCount = 500;
    public const int UsualImageSize = 32;

    /// <summary>A classifier needs as many pixels a side.</summary>
    public const int LeastImageSize = 8;

    public int CountByDefault => Quick ? QuickCount : UsualCount;
}
