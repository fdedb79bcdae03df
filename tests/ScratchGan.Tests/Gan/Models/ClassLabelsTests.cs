using ScratchGan.Engine;
using ScratchGan.Gan.Models;
using Xunit;

namespace ScratchGan.Tests.Gan.Models;

public sealed class ClassLabelsTests : IDisposable
{
    private readonly Device _device = Device.Cpu(threads: 1);
    private readonly ClassLabels _labels = new(3);

    public void Dispose()
    {
        _labels.Dispose();
        _device.Dispose();
    }

    [Fact]
    public void Rows_are_zeros_with_a_one_at_the_class()
    {
        _labels.Set(_device, [2, 0]);
        Assert.Equal([0, 0, 1, 1, 0, 0], _labels.Rows(2).ToArray());
    }

    /// <summary>A recorded step has read the tensor of its N before; labels set later must be found in it.</summary>
    [Fact]
    public void Labels_of_the_same_number_of_samples_lie_in_the_same_place_whatever_was_sampled_in_between()
    {
        _labels.Set(_device, [2, 0]);
        Tensor training = _labels.Rows(2);
        _labels.Set(_device, [1, 1, 1, 1]);
        _labels.Set(_device, [0, 1]);
        Assert.Same(training, _labels.Rows(2));
        Assert.Equal([1, 0, 0, 0, 1, 0], training.ToArray());
    }

    [Fact]
    public void Missing_and_unknown_labels_are_named()
    {
        Assert.Equal("expected the labels of 2 samples, found none", Assert.Throws<InvalidOperationException>(() => _labels.Rows(2)).Message);
        _labels.Set(_device, [0, 1, 2]);
        _labels.Set(_device, [0]);
        Assert.Equal("expected the labels of 3 samples, found those of 1", Assert.Throws<InvalidOperationException>(() => _labels.Rows(3)).Message);
        Assert.EndsWith("classes 0 to 2, found 3", Assert.Throws<ArgumentException>(() => _labels.Set(_device, [3])).Message);
    }
}
