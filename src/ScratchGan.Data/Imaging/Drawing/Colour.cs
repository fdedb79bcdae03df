namespace ScratchGan.Data;

/// <summary>A colour of the canvas, each part from 0 to 1.</summary>
internal readonly record struct Colour(float Red, float Green, float Blue)
{
    internal static readonly Colour White = new(1, 1, 1);

    /// <summary>From bytes, as colours are usually written.</summary>
    internal static Colour Of(int red, int green, int blue) => new(red / 255f, green / 255f, blue / 255f);

    /// <summary>(1 − t)·this + t·other.</summary>
    internal Colour Mixed(Colour other, float t)
        => new(Red + t * (other.Red - Red), Green + t * (other.Green - Green), Blue + t * (other.Blue - Blue));

    /// <summary>Every part times a factor, at most 1: below 1 a shadow, above 1 a light.</summary>
    internal Colour Times(float factor) => new(Math.Min(1, Red * factor), Math.Min(1, Green * factor), Math.Min(1, Blue * factor));
}
