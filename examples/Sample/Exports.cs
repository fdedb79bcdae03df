using ScratchGan.Data;
using ScratchGan.Engine.Export;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Interop;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Sample;

/// <summary>A model's networks in formats that other programs read.</summary>
internal static class Exports
{
    /// <summary>generator.onnx: z [N, latent, 1, 1] → images; discriminator.onnx: images → logits [N, 1].</summary>
    internal static void WriteOnnx(string folder, TrainedDcgan model)
    {
        AtomicFile.Write(
            Path.Combine(folder, "generator.onnx"), OnnxModel.Encode(model.Generator, "generator", ("z", [model.Latent, 1, 1]), "images"));
        if (!model.HasDiscriminator)
            return;
        using Module discriminator = model.LoadDiscriminator();
        int[] image = [model.Shape.Channels, model.Shape.Height, model.Shape.Width];
        AtomicFile.Write(Path.Combine(folder, "discriminator.onnx"), OnnxModel.Encode(discriminator, "discriminator", ("images", image), "logits"));
    }

    /// <summary>netG.safetensors and netD.safetensors; see <see cref="PytorchDcgan"/>.</summary>
    internal static void WritePytorch(string folder, TrainedDcgan model)
    {
        PytorchDcgan.SaveGenerator(Path.Combine(folder, "netG.safetensors"), model.Generator, model.Step);
        if (!model.HasDiscriminator)
            return;
        using Module discriminator = model.LoadDiscriminator();
        PytorchDcgan.SaveDiscriminator(Path.Combine(folder, "netD.safetensors"), discriminator, model.Step);
    }
}
