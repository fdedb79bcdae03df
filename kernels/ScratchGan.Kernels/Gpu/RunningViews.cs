using ILGPU;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// Averages [C] over a training: mean += momentum · (batch's − mean), and so the variance, the batch's made unbiased. A momentum of 0 leaves them alone.
/// </summary>
public readonly struct RunningViews(ArrayView<float> mean, ArrayView<float> variance, float momentum)
{
    public ArrayView<float> Mean { get; } = mean;

    public ArrayView<float> Variance { get; } = variance;

    public float Momentum { get; } = momentum;
}
