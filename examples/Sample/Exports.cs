using ScratchGan.Data;
using ScratchGan.Engine.Export;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Interop;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Sample;

/// <summary>A model's networks in formats that other programs read.</summary>
internal static class Exports
{
    /// <exception cref="DataException">the formats are asked for, and the networks are none that they hold</exception>
    internal static void Require(Settings settings, TrainedGenerator model)
    {
        if (settings.Onnx || settings.Pytorch)
            if (model.Architecture != Architecture.Dcgan || model.Pack > 1 || model.MinibatchDeviation > 1 || model.ClassNames is not null)
                throw new DataException(
                    $"{(settings.Onnx ? "--onnx" : "--pytorch")}: expected a DCGAN that judges single images, found "
                    + $"{model.Architecture.ToString().ToLowerInvariant()}{(model.Pack > 1 ? $", packs of {model.Pack}" : "")}"
                    + $"{(model.MinibatchDeviation > 1 ? $", groups of {model.MinibatchDeviation}" : "")}"
                    + $"{(model.ClassNames is null ? "" : $", {model.ClassNames.Count} classes")} in {settings.Model}");
    }

    /// <summary>generator.onnx: z [N, latent, 1, 1] → images; discriminator.onnx: images → logits [N, 1].</summary>
    internal static void WriteOnnx(string folder, TrainedGenerator model)
    {
        AtomicFile.Write(
            Path.Combine(folder, "generator.onnx"), OnnxModel.Encode(model.Generator, "generator", ("z", [model.Latent, 1, 1]), "images"));
        if (!model.HasDiscriminator)
            return;
        using Module discriminator = model.LoadDiscriminator();
        int[] image = [model.Shape.Channels, model.Shape.Height, model.Shape.Width];
        AtomicFile.Write(Path.Combine(folder, "discriminator.onnx"), OnnxModel.Encode(discriminator, "discriminator", ("images", image), "logits"));
    }

    /// <summary>netG.safetensors and, where PyTorch's example knows such a discriminator, netD.safetensors; see <see cref="PytorchDcgan"/>.</summary>
    internal static void WritePytorch(string folder, TrainedGenerator model, TextWriter output)
    {
        PytorchDcgan.SaveGenerator(Path.Combine(folder, "netG.safetensors"), model.Generator, model.Step);
        if (!model.HasDiscriminator)
            return;
        using Module discriminator = model.LoadDiscriminator();
        if (PytorchDcgan.HasNamesFor(discriminator))
            PytorchDcgan.SaveDiscriminator(Path.Combine(folder, "netD.safetensors"), discriminator, model.Step);
        else
            output.WriteLine("no netD.safetensors: PyTorch's example has a discriminator with batch normalisation, this model one without");
    }
}
