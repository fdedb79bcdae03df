using ScratchGan.Engine;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Training;

/// <summary>
/// Walks a list of phases each step: generates one batch, then lets each phase move its module down its loss. Knows no paper: objectives, penalties and their
/// order are in the phases. See <see cref="AdversarialPhases"/> for the usual two.
/// <para>
/// On a device that can record, each combination of phases is traced for its first steps and then recorded: later steps replay the recording, on a batch of
/// their own in a fixed place, with random positions and scheduled numbers fed anew. Replayed and traced steps are the same bits (RecordedTrainingTests).
/// </para>
/// </summary>
public sealed class GanTrainer(Module generator, Func<int, Tensor> latents, IReadOnlyList<Phase> phases, ExponentialMovingAverage? average = null)
    : IDisposable
{
    /// <summary>Steps that are traced before a recording, so that kernels are compiled and memory is taken.</summary>
    private const int TracedSteps = 2;

    private static readonly IReadOnlyDictionary<string, float> Nothing = new Dictionary<string, float>();
    private readonly Dictionary<ulong, RecordedPhases> _recorded = [];
    private readonly Dictionary<ulong, int> _traced = [];
    private Tensor? _real;

    /// <summary>Steps taken so far.</summary>
    public long Step { get; set; }

    /// <summary>Whether steps are recorded where the device can; what is computed is the same.</summary>
    public bool Records { get; set; } = true;

    /// <summary>Takes one step on a real batch [N, C, H, W].</summary>
    /// <param name="real">the batch</param>
    /// <param name="measure">read losses and accuracies back from the device; costs a wait</param>
    /// <returns>losses by phase name, and what the phases measured; empty when not measuring</returns>
    public IReadOnlyDictionary<string, float> Run(Tensor real, bool measure)
    {
        Device device = real.Device;
        ulong due = Due();
        if (!Records || !device.Backend.CanRecord || device.CheckFinite)
            return Traced(real, due, measure);

        if (_real?.Shape != real.Shape)
        {
            GiveUpRecordings();
            using Tensor zeros = Tensor.Zeros(device, real.Shape);
            _real = zeros.Hold();
        }
        _real.CopyFrom(real);
        if (!_recorded.TryGetValue(due, out RecordedPhases? recorded))
        {
            int traced = _traced.GetValueOrDefault(due);
            _traced[due] = traced + 1;
            if (traced < TracedSteps)
                return Traced(_real, due, measure);
            _recorded.Add(due, recorded = RecordedPhases.Of(device, () => Trace(_real, due)));
            // The recording keeps memory that other combinations were traced with; they take new memory when they are traced again.
            _traced.Clear();
        }
        recorded.Step.Replay();
        Step++;
        return measure ? recorded.Context.Read() : Nothing;
    }

    /// <summary>Gives the memory of recorded steps back.</summary>
    public void Dispose() => GiveUpRecordings();

    private IReadOnlyDictionary<string, float> Traced(Tensor real, ulong due, bool measure)
    {
        using StepContext context = Trace(real, due);
        Step++;
        return measure ? context.Read() : Nothing;
    }

    private StepContext Trace(Tensor real, ulong due)
    {
        using var scope = new TensorScope(real.Device);
        var context = new StepContext(real, generator.Forward(latents(real.Shape[0])));
        for (int i = 0; i < phases.Count; i++)
            if ((due >> i & 1) != 0)
                Run(phases[i], context);
        average?.Update(() => Step + 1);
        return context;
    }

    private static void Run(Phase phase, StepContext context)
    {
        using var scope = new TensorScope(context.Real.Device);
        Tensor loss = phase.Loss(context);
        phase.Optimizer.Step(Gradients.Of(loss, phase.Module.Parameters, into: phase.Optimizer.Gradients));
        phase.Constrain?.Invoke(phase.Module);
        context.Measure(phase.Name, loss, values => values[0]);
    }

    /// <summary>The phases whose turn it is, as bits.</summary>
    private ulong Due()
    {
        ulong due = 0;
        for (int i = 0; i < phases.Count; i++)
            if ((Step + 1) % phases[i].Interval == 0)
                due |= 1UL << i;
        return due;
    }

    private void GiveUpRecordings()
    {
        foreach (RecordedPhases recorded in _recorded.Values)
            recorded.Dispose();
        _recorded.Clear();
        _traced.Clear();
        _real?.Dispose();
        _real = null;
    }

    /// <summary>A recorded step, and the tensors that its measurements are read from after each replay.</summary>
    private sealed record RecordedPhases(RecordedStep Step, StepContext Context) : IDisposable
    {
        public static RecordedPhases Of(Device device, Func<StepContext> trace)
        {
            StepContext? context = null;
            RecordedStep step = device.Record(() => context = trace());
            return new RecordedPhases(step, context!);
        }

        public void Dispose()
        {
            Context.Dispose();
            Step.Dispose();
        }
    }
}
