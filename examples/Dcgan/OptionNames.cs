using ScratchGan.Examples.Shared;

namespace ScratchGan.Examples;

/// <summary>The options of the program as they are typed.</summary>
internal static class OptionNames
{
    public const string Data = "--data";
    public const string ImageSize = "--image-size";
    public const string Channels = "--channels";
    public const string Features = "--features";
    public const string Latent = "--latent";
    public const string Batch = "--batch";
    public const string Seed = "--seed";
    public const string LearningRate = "--learning-rate";
    public const string Objective = "--objective";
    public const string Penalty = "--penalty";
    public const string Network = "--network";
    public const string Augment = "--augment";
    public const string Pack = "--pack";
    public const string MinibatchDeviation = "--minibatch-deviation";
    public const string DiscriminatorSteps = "--discriminator-steps";
    public const string Steps = "--steps";
    public const string Device = "--device";
    public const string Precision = "--precision";
    public const string Threads = "--threads";
    public const string SampleEvery = "--sample-every";
    public const string CheckpointEvery = "--checkpoint-every";
    public const string LogEvery = "--log-every";
    public const string OnCollapse = "--on-collapse";
    public const string Out = OutFolder.Option;
    public const string Resume = "--resume";
    public const string Force = "--force";
    public const string DryRun = "--dry-run";
}
