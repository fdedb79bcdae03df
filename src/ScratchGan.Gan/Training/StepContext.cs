using ScratchGan.Engine;

namespace ScratchGan.Gan.Training;

/// <summary>What the phases of one step share, and where they leave their measurements.</summary>
public sealed class StepContext(Tensor real, Tensor fake, bool measuring)
{
    private readonly Dictionary<string, float> _measurements = [];

    /// <summary>The real batch [N, C, H, W].</summary>
    public Tensor Real { get; } = real;

    /// <summary>The generated batch [N, C, H, W], with the generator's history.</summary>
    public Tensor Fake { get; } = fake;

    /// <summary>Whether scalars are read back from the device in this step.</summary>
    public bool Measuring { get; } = measuring;

    public IReadOnlyDictionary<string, float> Measurements => _measurements;

    public void Record(string name, float value) => _measurements[name] = value;
}
