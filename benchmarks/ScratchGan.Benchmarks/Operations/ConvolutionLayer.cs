using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>
/// A layer between a big image [C, H, H] and a small one [F, H/2, H/2]: 4×4 kernels, stride 2. Both networks of a DCGAN are made of these, and each direction
/// is the forward pass of one and a gradient of the other.
/// </summary>
public sealed record ConvolutionLayer(int C, int F, int H)
{
    private const int Kernel = 4;

    /// <summary>Of a DCGAN for 64×64 RGB images with 64 features, and the middle one of 32×32 grey images with 32.</summary>
    public static IReadOnlyList<ConvolutionLayer> All { get; } = [new(3, 64, 64), new(64, 128, 32), new(128, 256, 16), new(256, 512, 8), new(32, 64, 16)];

    public int Big => C * H * H;

    public int Small => F * (H / 2) * (H / 2);

    public int Weights => F * C * Kernel * Kernel;

    public ConvolutionGeometry Geometry(int images) =>
        ConvolutionGeometry.Forward(images, C, H, H, F, Kernel, Kernel, stride: 2, padding: 1);

    public override string ToString() => $"[{C}, {H}, {H}] – [{F}, {H / 2}, {H / 2}]";
}
