using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Sample;

/// <summary>From settings to files.</summary>
internal static class Drawing
{
    private const int HundredthsOfAFrame = 8;

    /// <exception cref="DataException">the model cannot be used, or a file cannot be written</exception>
    internal static void Run(Settings settings, TextWriter output)
    {
        string newest = new CheckpointFiles(settings.Model).Newest, path = Directory.Exists(settings.Model) ? newest : settings.Model;
        if (!File.Exists(path))
            throw new DataException($"--model {settings.Model}: expected a run folder with a {Path.GetFileName(newest)}, or a file, found none");
        using Device device = Device.Cpu(settings.Threads);
        using TrainedGenerator model = TrainedGenerator.Load(path, device);
        Exports.Require(settings, model);
        var grid = Grid.Of(settings, model);
        float[] images = grid.Draw(LatentSpace.Draw(grid.Count, model.Latent, settings.Seed, settings.Truncation));
        Directory.CreateDirectory(settings.Out);
        SampleGrid.Save(In(settings, "grid.png"), images, model.Shape, grid.Rows, grid.Columns);
        if (settings.Single)
            for (int i = 0; i < grid.Count; i++)
                SampleGrid.Save(
                    In(settings, string.Create(CultureInfo.InvariantCulture, $"image-{i:D4}.png")),
                    images.AsSpan(i * model.Shape.Count, model.Shape.Count), model.Shape, rows: 1, columns: 1);
        if (settings.Interpolate > 0)
            Interpolate(settings, grid, model);
        if (settings.Onnx)
            Exports.WriteOnnx(settings.Out, model);
        if (settings.Pytorch)
            Exports.WritePytorch(settings.Out, model, output);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}, step {model.Step} · {grid.Count} images of {model.Shape}{grid.Classes}, seed {settings.Seed} · pictures in {settings.Out}"));
    }

    /// <summary>strip.png: a row from each latent to the next; interpolation.gif: the same as an animation that comes back to where it began.</summary>
    private static void Interpolate(Settings settings, Grid grid, TrainedGenerator model)
    {
        float[] keys = LatentSpace.Draw(settings.Interpolate, model.Latent, settings.Seed, settings.Truncation);
        float[] images = grid.Draw(LatentSpace.Way(keys, model.Latent, settings.Frames));
        SampleGrid.Save(In(settings, "strip.png"), images, model.Shape, settings.Interpolate, settings.Frames);
        List<byte[]> frames = [];
        for (int start = 0; start < images.Length; start += model.Shape.Count)
            frames.Add(Interleaved(images.AsSpan(start, model.Shape.Count), model.Shape));
        AtomicFile.Write(
            In(settings, "interpolation.gif"), GifFile.Encode(frames, model.Shape.Width, model.Shape.Height, model.Shape.Channels, HundredthsOfAFrame));
    }

    /// <summary>CHW in [−1, 1] → HWC bytes.</summary>
    private static byte[] Interleaved(ReadOnlySpan<float> image, ImageShape shape)
    {
        byte[] pixels = new byte[shape.Count];
        for (int channel = 0; channel < shape.Channels; channel++)
            for (int i = 0; i < shape.Area; i++)
                pixels[i * shape.Channels + channel] = PixelRange.ToByte(image[channel * shape.Area + i]);
        return pixels;
    }

    private static string In(Settings settings, string name) => Path.Combine(settings.Out, name);
}
