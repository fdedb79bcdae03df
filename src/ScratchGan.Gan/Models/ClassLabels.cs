using ScratchGan.Engine;

namespace ScratchGan.Gan.Models;

/// <summary>
/// The classes of the batch that is being worked on, as rows of zeros with a single 1: [N, classes]. Conditional layers of both networks are given the same
/// labels and read them in their forward pass; whoever trains or samples sets them before. A real and a generated batch of one step are of the same classes. The
/// rows of each N lie in a place of their own, so a recorded step reads those set last for its N, whatever was sampled in between.
/// </summary>
public sealed class ClassLabels(int classes) : IDisposable
{
    private readonly Dictionary<(Device, int), Tensor> _places = [];
    private Tensor? _rows;

    public int Classes { get; } = classes;

    /// <summary>[N, classes].</summary>
    /// <exception cref="InvalidOperationException">no labels were set, or for another number of samples</exception>
    public Tensor Rows(int count) => _rows is { } rows && rows.Shape[0] == count
        ? rows
        : throw new InvalidOperationException($"expected the labels of {count} samples, found {(_rows is null ? "none" : $"those of {_rows.Shape[0]}")}");

    /// <exception cref="ArgumentException">a label is not one of the classes</exception>
    public void Set(Device device, ReadOnlySpan<int> labels)
    {
        float[] rows = new float[labels.Length * Classes];
        for (int n = 0; n < labels.Length; n++)
        {
            if ((uint)labels[n] >= (uint)Classes)
                throw new ArgumentException($"a label of a conditional model must be one of the classes 0 to {Classes - 1}, found {labels[n]}");
            rows[n * Classes + labels[n]] = 1f;
        }
        if (!_places.TryGetValue((device, labels.Length), out _rows))
        {
            using Tensor zeros = Tensor.Zeros(device, new Shape(labels.Length, Classes));
            _places.Add((device, labels.Length), _rows = zeros.Hold());
        }
        _rows.Write(rows);
    }

    public void Dispose()
    {
        foreach (Tensor rows in _places.Values)
            rows.Dispose();
        _places.Clear();
        _rows = null;
    }
}
