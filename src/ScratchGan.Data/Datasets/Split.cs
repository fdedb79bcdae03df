namespace ScratchGan.Data;

/// <summary>Which part of a data set: what may be trained on, or what is kept apart to judge the result.</summary>
public enum Split
{
    /// <summary>train-*, data_batch_*, every image of a folder or .zip.</summary>
    Training,

    /// <summary>t10k-*, test_batch; never part of <see cref="Training"/>.</summary>
    HeldOut,
}
