namespace ScratchGan.Data;

/// <summary>How a data set is to be opened.</summary>
public sealed record DatasetOptions(int ImageSize)
{
    /// <summary>1 or 3; null takes 1 when every image is grey, else 3.</summary>
    public int? Channels { get; init; }

    /// <summary>The seed of drawn data; images read from files do not depend on it.</summary>
    public ulong Seed { get; init; } = 1;

    public Split Split { get; init; } = Split.Training;

    /// <summary>Where decoded images are kept; null: scratchgan-cache-USER in the system's temporary folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Receives one line for each event worth telling, such as a damaged image.</summary>
    public Action<string>? Report { get; init; }

    /// <summary>Receives (done, all) while images are decoded.</summary>
    public Action<int, int>? Progress { get; init; }
}
