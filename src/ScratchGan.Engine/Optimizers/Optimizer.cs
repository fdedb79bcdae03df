using ScratchGan.Engine.Layers;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Optimizers;

/// <summary>Moves the parameters of one module against their gradients: one fused pass over parameters, gradients and moments, which it owns.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly Module _module;
    private readonly Arena[] _moments;
    private Arena? _gradients;

    protected Optimizer(Module module, float learningRate, int moments)
    {
        _module = module;
        LearningRate = learningRate;
        _moments = [.. Enumerable.Range(0, moments).Select(_ => module.ParameterArena.Like())];
    }

    /// <summary>Parameter units per unit of the rule's direction; may change between steps.</summary>
    public float LearningRate { get; set; }

    /// <summary>Steps taken so far.</summary>
    public int StepCount { get; set; }

    /// <summary>
    /// Where <see cref="Engine.Gradients.Of"/> may write, so that <see cref="Step"/> needs no copy. <see cref="Step"/> gives the memory back: of two networks
    /// that take turns, only one has gradients at a time. Afterwards the gradients cannot be read, and this is new memory of undefined content.
    /// </summary>
    public Arena Gradients => _gradients ??= _module.ParameterArena.LikeUnset();

    /// <summary>Running averages that the rule keeps beside the parameters; part of a checkpoint.</summary>
    public IReadOnlyList<Arena> Moments => _moments;

    /// <summary>Takes one step with gradients in the order of the module's parameters.</summary>
    public void Step(IReadOnlyList<Tensor> gradients)
    {
        IReadOnlyList<Tensor> places = Gradients.Tensors;
        if (gradients.Count != places.Count)
            throw new ArgumentException($"{GetType().Name}: the module has {places.Count} parameters, found {gradients.Count} gradients");
        for (int i = 0; i < gradients.Count; i++)
        {
            if (gradients[i].Shape != places[i].Shape)
                throw new ArgumentException($"{GetType().Name}: parameter {i} has shape {places[i].Shape}, its gradient {gradients[i].Shape}");
            if (gradients[i] != places[i])
                gradients[i].Device.Backend.Map(default(Identity), gradients[i].Data, places[i].Data);
        }
        Update();
        _module.ParameterArena.Flat.MarkWritten();
        Gradients.Flat.MarkWritten();
        foreach (Arena moment in _moments)
            moment.Flat.MarkWritten();
        ReleaseGradients();
    }

    public void Dispose()
    {
        ReleaseGradients();
        foreach (Arena moment in _moments)
            moment.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Applies the rule once.</summary>
    protected abstract void Update();

    /// <summary>Counts the step and runs its rule over all parameters at once.</summary>
    /// <param name="at">the schedule of a step, the first being 1; asked for again whenever a recorded step is run</param>
    protected void Apply<TRule>(TRule rule, Func<long, UpdateSchedule> at)
        where TRule : struct, IUpdateRule
    {
        Tensor parameters = _module.ParameterArena.Flat;
        Slice unused = Gradients.Flat.Data;
        Slice schedule = parameters.Device.Feed(UpdateSchedule.Length, numbers => (numbers[0], numbers[1], numbers[2], numbers[3]) = at(++StepCount));
        parameters.Device.Backend.Update(
            rule, schedule, parameters.Data, Gradients.Flat.Data, rule.Moments > 0 ? _moments[0].Flat.Data : unused, rule.Moments > 1 ? _moments[1].Flat.Data : unused);
    }

    private void ReleaseGradients()
    {
        _gradients?.Dispose();
        _gradients = null;
    }
}
