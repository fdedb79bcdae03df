using System.Globalization;
using ScratchGan.Data;

namespace ScratchGan.Examples.Ring;

/// <summary>Pictures of one training at several of its steps: a file each, and all of them side by side.</summary>
internal sealed class Frames(string folder, GaussianMixture data, int steps)
{
    /// <summary>Steps shown, as parts of the training: most of what is to be seen happens early.</summary>
    private static readonly double[] Parts = [0, 0.05, 0.15, 0.3, 0.5, 1];
    private const int Gap = 8;
    private readonly List<byte[]> _frames = [];

    /// <summary>Takes a picture when it is time.</summary>
    public void Look(Training training)
    {
        if (_frames.Count == Parts.Length || training.Step < (long)(Parts[_frames.Count] * steps))
            return;
        byte[] frame = Picture.Of(training, data);
        _frames.Add(frame);
        string name = string.Create(CultureInfo.InvariantCulture, $"frame-{training.Step:D6}.png");
        AtomicFile.Write(Path.Combine(folder, name), ImageFile.EncodePng(frame, Picture.Side, Picture.Side, channels: 3));
    }

    /// <summary>Writes the row of all pictures.</summary>
    public void Finish()
    {
        int width = _frames.Count * (Picture.Side + Gap) - Gap;
        byte[] row = new byte[3 * width * Picture.Side];
        Array.Fill(row, byte.MaxValue);
        for (int i = 0; i < _frames.Count; i++)
            for (int y = 0; y < Picture.Side; y++)
                _frames[i].AsSpan(3 * y * Picture.Side, 3 * Picture.Side).CopyTo(row.AsSpan(3 * (y * width + i * (Picture.Side + Gap))));
        AtomicFile.Write(Path.Combine(folder, "frames.png"), ImageFile.EncodePng(row, width, Picture.Side, channels: 3));
    }
}
