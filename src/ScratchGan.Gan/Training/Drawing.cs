using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Models;

namespace ScratchGan.Gan.Training;

/// <summary>Images of a generator in evaluation mode, a few at a time: an image does not depend on its neighbours, and memory stays small.</summary>
internal static class Drawing
{
    private const int Batch = 64;

    /// <param name="latents">[N, latent]</param>
    /// <returns>[N, C, H, W]</returns>
    internal static float[] Draw(Device device, Module generator, ReadOnlySpan<float> latents, int latent) => Draw(device, generator, latents, latent, null, []);

    /// <param name="latents">[N, latent]</param>
    /// <param name="labels">where a conditional generator reads its classes; null for a generator without</param>
    /// <param name="classes">[N], the class of each image</param>
    /// <returns>[N, C, H, W]</returns>
    internal static float[] Draw(
        Device device, Module generator, ReadOnlySpan<float> latents, int latent, ClassLabels? labels, ReadOnlySpan<int> classes)
    {
        int count = latents.Length / latent;
        float[] images = [];
        for (int first = 0; first < count; first += Batch)
        {
            int some = Math.Min(Batch, count - first);
            labels?.Set(device, classes.Slice(first, some));
            using var scope = new TensorScope(device);
            Tensor drawn = generator.Forward(Tensor.From(device, latents.Slice(first * latent, some * latent), new Shape(some, latent, 1, 1)));
            int image = drawn.Shape.Count / some;
            if (first == 0)
                images = new float[count * image];
            drawn.Read(images.AsSpan(first * image, drawn.Shape.Count));
        }
        return images;
    }
}
