namespace ScratchGan.Engine.Operations;

/// <summary>
/// Resampling by 2 with the triangle [1, 2, 1], the filter of bilinear interpolation, in both directions; outside the image is 0. Written as convolutions of
/// single channels, so every derivative is there already, and the two are each other's transposes up to a factor of 4.
/// </summary>
public static partial class TensorOperations
{
    /// <summary>
    /// [N, C, H, W] → [N, C, 2H, 2W]. Along each axis y[2p] = x[p] and y[2p + 1] = ½(x[p] + x[p + 1]).
    /// </summary>
    public static Tensor BilinearUp(this Tensor x)
    {
        RequireImages(x, nameof(BilinearUp));
        Tensor y = SingleChannels(x).ConvTranspose2d(Triangle(x.Device) * 0.25f, stride: 2, padding: 1, outputPadding: 1);
        return y.Reshape(x.Shape[0], x.Shape[1], y.Shape[2], y.Shape[3]);
    }

    /// <summary>
    /// [N, C, 2H, 2W] → [N, C, H, W]. Along each axis y[p] = ¼(x[2p − 1] + 2x[2p] + x[2p + 1]): a low-pass before every second pixel is dropped, so that a
    /// moving edge does not flicker.
    /// </summary>
    public static Tensor BilinearDown(this Tensor x)
    {
        RequireImages(x, nameof(BilinearDown));
        if (x.Shape[2] % 2 != 0 || x.Shape[3] % 2 != 0)
            throw new ArgumentException($"BilinearDown: needs images of an even height and width, found {x.Shape}");
        Tensor y = SingleChannels(x).Conv2d(Triangle(x.Device) * 0.0625f, stride: 2, padding: 1);
        return y.Reshape(x.Shape[0], x.Shape[1], y.Shape[2], y.Shape[3]);
    }

    /// <summary>Each channel as an image of its own.</summary>
    private static Tensor SingleChannels(Tensor x) => x.Reshape(x.Shape[0] * x.Shape[1], 1, x.Shape[2], x.Shape[3]);

    /// <summary>[1, 2, 1]ᵀ[1, 2, 1] as [1, 1, 3, 3]: a box of two pixels convolved with itself, made on the device, since a recorded step uploads nothing.</summary>
    private static Tensor Triangle(Device device)
    {
        Tensor box = Tensor.Filled(device, 1f, new Shape(1, 1, 2, 2));
        return box.Conv2d(box, padding: 1);
    }

    private static void RequireImages(Tensor x, string operation)
    {
        if (x.Shape.Rank != 4)
            throw new ArgumentException($"{operation}: needs images [N, C, H, W], found {x.Shape}");
    }
}
