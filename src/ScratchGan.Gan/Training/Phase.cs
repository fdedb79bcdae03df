using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;

namespace ScratchGan.Gan.Training;

/// <summary>One player's turn: which module moves, by which optimizer, down which loss.</summary>
/// <param name="Name">the name its loss is reported under</param>
/// <param name="Module">the module whose parameters move; all others stay</param>
/// <param name="Optimizer">owner of the module's moments</param>
/// <param name="Loss">the scalar to go down, from what the step offers</param>
/// <param name="Interval">the phase runs in every Interval-th step</param>
public sealed record Phase(string Name, Module Module, Optimizer Optimizer, Func<StepContext, Tensor> Loss, int Interval = 1);

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
