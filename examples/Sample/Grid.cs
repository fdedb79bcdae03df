using ScratchGan.Data;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Sample;

/// <summary>
/// How many images there are and of which classes: a square, or of a conditional model that was asked for no class in particular a row of each.
/// </summary>
internal sealed class Grid
{
    private readonly TrainedGenerator _model;
    private readonly int? _class;

    private Grid(TrainedGenerator model, int? ofClass, int count, int rows, int columns) =>
        (_model, _class, Count, Rows, Columns) = (model, ofClass, count, rows, columns);

    public int Count { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>In words, for the line that ends the program.</summary>
    public string Classes => _model.ClassNames is not { } names ? ""
        : _class is int one ? $" of class {names[one]}"
        : $" of classes {string.Join(", ", names)}";

    /// <exception cref="DataException">an option does not fit the model</exception>
    public static Grid Of(Settings settings, TrainedGenerator model)
    {
        if (model.ClassNames is not { } names)
        {
            if (settings.Class is int asked)
                throw new DataException($"--class {asked}: expected a model of examples/Conditional, found one without classes");
            return Square(settings, model);
        }
        if (settings.Class is int number && (number < 0 || number >= names.Count))
            throw new DataException($"--class: expected a number from 0 to {names.Count - 1} ({string.Join(", ", names)}), found {number}");
        if (settings.Class is not null)
            return Square(settings, model);
        if (settings.Interpolate > 0)
            throw new DataException("--interpolate: expected --class with a conditional model, found none");
        int columns = (settings.Count + names.Count - 1) / names.Count;
        return new Grid(model, null, names.Count * columns, names.Count, columns);
    }

    /// <summary>Images [N, C, H, W] from latents [N, latent].</summary>
    public float[] Draw(float[] latents)
    {
        if (_model.ClassNames is null)
            return _model.Draw(latents);
        int count = latents.Length / _model.Latent;
        return _model.Draw(latents, [.. Enumerable.Range(0, count).Select(i => _class ?? i / Columns)]);
    }

    private static Grid Square(Settings settings, TrainedGenerator model)
    {
        int columns = (int)Math.Ceiling(Math.Sqrt(settings.Count));
        return new Grid(model, settings.Class, settings.Count, (settings.Count + columns - 1) / columns, columns);
    }
}
