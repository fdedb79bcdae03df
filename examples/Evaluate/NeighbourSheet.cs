using ScratchGan.Data;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Evaluate;

/// <summary>neighbours.png: the samples that are nearest to a real image in rows one and three, and that image below each.</summary>
internal static class NeighbourSheet
{
    private const int Columns = 12;
    private const int Pairs = 2 * Columns;

    public static void Save(string path, MemoryDataset samples, MemoryDataset originals, Comparison comparison)
    {
        IReadOnlyList<Neighbour> pairs = Memorisation.Suspects(comparison.Generated, comparison.Reference, Pairs);
        int rows = 2 * ((pairs.Count + Columns - 1) / Columns), length = samples.Shape.Count;
        float[] images = new float[rows * Columns * length];
        Array.Fill(images, -1f);
        byte[] levels = new byte[length];
        for (int i = 0; i < pairs.Count; i++)
        {
            int cell = i / Columns * 2 * Columns + i % Columns;
            samples.Read(pairs[i].Row, levels);
            PixelRange.ToFloat(levels, images.AsSpan(cell * length, length));
            originals.Read(pairs[i].Nearest, levels);
            PixelRange.ToFloat(levels, images.AsSpan((cell + Columns) * length, length));
        }
        SampleGrid.Save(path, images, samples.Shape, rows, Columns);
    }
}
