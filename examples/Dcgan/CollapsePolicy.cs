namespace ScratchGan.Examples;

/// <summary>What a run does when a detector finds that the training is lost.</summary>
internal enum CollapsePolicy
{
    /// <summary>Says so and goes on.</summary>
    Warn,

    /// <summary>Goes back to the best checkpoint and on with new noise, three times at most; then stops.</summary>
    Rollback,

    /// <summary>Ends with a diagnosis and an exit code of its own.</summary>
    Stop,
}
