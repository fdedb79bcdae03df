using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>The grids of a run: real images once, and what the averaged generator makes of fixed latents.</summary>
internal sealed class RunPictures
{
    private const int GridSide = 8;
    private readonly RunFolder _folder;
    private readonly Dataset _dataset;
    private readonly GanSession _session;
    private readonly ulong _seed;
    private readonly float[] _latents;

    public RunPictures(RunFolder folder, Dataset dataset, GanSession session, RunSettings settings)
    {
        (_folder, _dataset, _session, _seed) = (folder, dataset, session, settings.Seed);
        _latents = new float[GridSide * GridSide * settings.Latent];
        new RandomSource(settings.Seed, GanStreams.SampleLatents).FillNormal(_latents);
    }

    /// <summary>The first real images in an order that mixes the classes.</summary>
    public void DrawReals()
    {
        var batches = new Batches(_dataset, GridSide * GridSide, _seed);
        float[] images = new float[GridSide * GridSide * _dataset.Shape.Count];
        batches.Next(images, new int[GridSide * GridSide]);
        Draw(_folder.Reals, images);
    }

    /// <returns>false, and no picture, when a number is NaN or infinite</returns>
    public bool TryDrawSamples()
    {
        float[] images = _session.Sample(_latents);
        if (Array.Exists(images, value => !float.IsFinite(value)))
            return false;
        Draw(_folder.Samples(_session.Step), images);
        return true;
    }

    private void Draw(string path, float[] images) => SampleGrid.Save(path, images, _dataset.Shape, GridSide, GridSide);
}
