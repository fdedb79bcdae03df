using ScratchGan.Engine;

namespace ScratchGan.Gan.Training;

/// <summary>
/// What the phases of one step share, and what can be measured of it. A measurement is a tensor that is kept, and a function of its values that is called
/// only when somebody wants to know: in between nothing is read back from the device, and a recorded step can be measured too.
/// </summary>
public sealed class StepContext(Tensor real, Tensor fake) : IDisposable
{
    private readonly List<(string Name, Tensor Values, Func<float[], float> Summary)> _measurements = [];

    /// <summary>The real batch [N, C, H, W].</summary>
    public Tensor Real { get; } = real;

    /// <summary>The generated batch [N, C, H, W], with the generator's history.</summary>
    public Tensor Fake { get; } = fake;

    /// <summary>Keeps the values as they are now, to be read at the end of a step that is measured.</summary>
    public void Measure(string name, Tensor values, Func<float[], float> summary) => _measurements.Add((name, values.Hold(), summary));

    /// <summary>Reads the measurements back; waits for the device.</summary>
    public IReadOnlyDictionary<string, float> Read() =>
        _measurements.ToDictionary(measurement => measurement.Name, measurement => measurement.Summary(measurement.Values.ToArray()));

    public void Dispose()
    {
        foreach ((_, Tensor values, _) in _measurements)
            values.Dispose();
        _measurements.Clear();
    }
}
