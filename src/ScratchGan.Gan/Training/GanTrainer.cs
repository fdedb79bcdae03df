using ScratchGan.Engine;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Training;

/// <summary>
/// Walks a list of phases each step: generates one batch, then lets each phase move its module down its loss. Knows no paper: objectives, penalties and their
/// order are in the phases. See <see cref="AdversarialPhases"/> for the usual two.
/// </summary>
public sealed class GanTrainer(Module generator, Func<int, Tensor> latents, IReadOnlyList<Phase> phases, ExponentialMovingAverage? average = null)
{
    /// <summary>Steps taken so far.</summary>
    public long Step { get; set; }

    /// <summary>Takes one step on a real batch [N, C, H, W].</summary>
    /// <param name="real">the batch</param>
    /// <param name="measure">read losses and accuracies back from the device; costs a wait</param>
    /// <returns>losses by phase name, and what the phases recorded; empty when not measuring</returns>
    public IReadOnlyDictionary<string, float> Run(Tensor real, bool measure)
    {
        using var scope = new TensorScope(real.Device);
        var context = new StepContext(real, generator.Forward(latents(real.Shape[0])), measure);
        foreach (Phase phase in phases)
            if (Step % phase.Interval == 0)
                Run(phase, context);
        Step++;
        average?.Update(Step);
        return context.Measurements;
    }

    private static void Run(Phase phase, StepContext context)
    {
        using var scope = new TensorScope(context.Real.Device);
        Tensor loss = phase.Loss(context);
        phase.Optimizer.Step(Gradients.Of(loss, phase.Module.Parameters, into: phase.Optimizer.Gradients));
        if (context.Measuring)
            context.Record(phase.Name, loss.Item());
    }
}
