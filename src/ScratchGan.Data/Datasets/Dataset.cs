namespace ScratchGan.Data;

/// <summary>Indexed images of one shape, with or without labels. Safe to read from several threads.</summary>
public abstract class Dataset : IDisposable
{
    /// <summary>What the data is, for people: "digits", or the name of the folder or file.</summary>
    public abstract string Name { get; }

    public abstract int Count { get; }

    public abstract ImageShape Shape { get; }

    /// <summary>The names of the classes in label order; null when the images have no labels.</summary>
    public abstract IReadOnlyList<string>? ClassNames { get; }

    public int? ClassCount => ClassNames?.Count;

    /// <summary>A hash of the pixels and labels (or of all that determines them): equal for equal data wherever it is stored.</summary>
    public abstract string Identity { get; }

    /// <summary>Facts worth a line before a training: how many images, what was left out and why.</summary>
    public abstract IReadOnlyList<string> Summary { get; }

    /// <summary>The class of an image, −1 when it has none.</summary>
    public abstract int Label(int index);

    /// <summary>Writes the image's <see cref="ImageShape.Count"/> bytes, planar (CHW).</summary>
    public abstract void Read(int index, Span<byte> pixels);

    public virtual void Dispose()
    {
    }
}
