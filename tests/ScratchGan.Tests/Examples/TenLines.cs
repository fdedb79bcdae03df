using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Training;

namespace ScratchGan.Tests.Examples;

/// <summary>How somebody else's program uses a trained generator; the README shows exactly this (<see cref="ReadmeTests"/>).</summary>
internal static class TenLines
{
    internal static void Draw(string model, string picture)
    {
        using Device device = Device.Cpu(Environment.ProcessorCount);
        using TrainedGenerator generator = TrainedGenerator.Load(model, device);
        float[] latents = new float[16 * generator.Latent];
        new RandomSource(seed: 7, stream: 0).FillNormal(latents);
        float[] images = generator.Draw(latents);                       // [16, C, H, W], numbers in [−1, 1]
        SampleGrid.Save(picture, images, generator.Shape, rows: 4, columns: 4);
    }
}
