using ScratchGan.Engine.Layers;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Optimizers;

/// <summary>
/// w ← min(max(w, −c), c) for every parameter of a module, in place, after each of its steps (Arjovsky et al. 2017, algorithm 1, with c = 0.01): keeps the slope
/// of a critic bounded, though by a bound that nobody knows, and pushes the weights to ±c.
/// </summary>
public static class WeightClipping
{
    public static void Apply(Module module, float limit)
    {
        Tensor all = module.ParameterArena.Flat;
        all.Device.Backend.Map(new Clamp(limit), all.Data, all.Data);
        all.MarkWritten();
    }
}
