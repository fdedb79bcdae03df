using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;

namespace ScratchGan.Gan.Training;

/// <summary>One player's turn: which module moves, by which optimizer, down which loss.</summary>
/// <param name="Name">the name its loss is reported under</param>
/// <param name="Module">the module whose parameters move; all others stay</param>
/// <param name="Optimizer">owner of the module's moments</param>
/// <param name="Loss">the scalar to go down, from what the step offers</param>
/// <param name="Interval">the phase runs in every Interval-th step, the first being step Interval</param>
/// <param name="Constrain">what is done to the module after it has moved, such as clipping its weights; null for nothing</param>
public sealed record Phase(
    string Name, Module Module, Optimizer Optimizer, Func<StepContext, Tensor> Loss, int Interval = 1, Action<Module>? Constrain = null);
