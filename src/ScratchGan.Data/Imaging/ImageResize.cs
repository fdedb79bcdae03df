using System.Numerics;
using System.Runtime.InteropServices;

namespace ScratchGan.Data;

/// <summary>
/// Centre crop to a square, then a separable, antialiased resize with the triangle filter.
/// Output i of n from s inputs: weight_j ∝ max(0, 1 − |(j + ½) − (i + ½)·s/n| / support), support = max(1, s/n), Σ_j weight_j = 1.
/// Enlarging is bilinear interpolation; reducing averages over the whole footprint, so nothing aliases.
/// </summary>
internal static class ImageResize
{
    /// <summary><paramref name="pixels"/> are interleaved, <paramref name="planes"/> planar: channels × size × size.</summary>
    internal static void ToSquare(ReadOnlySpan<byte> pixels, int width, int height, int channels, int size, Span<byte> planes)
    {
        int side = Math.Min(width, height), left = (width - side) / 2, top = (height - side) / 2;
        Taps[] taps = TapsOf(side, size);
        float[] row = new float[side * channels];
        for (int y = 0; y < size; y++)
        {
            // Rows first: one long weighted sum of whole rows, then columns within it.
            Array.Clear(row);
            Taps vertical = taps[y];
            for (int j = 0; j < vertical.Weights.Length; j++)
                AddScaled(pixels.Slice(((top + vertical.First + j) * width + left) * channels, row.Length), vertical.Weights[j], row);
            for (int x = 0; x < size; x++)
            {
                ReadOnlySpan<float> weights = taps[x].Weights;
                for (int channel = 0; channel < channels; channel++)
                {
                    float sum = 0;
                    int source = taps[x].First * channels + channel;
                    for (int j = 0; j < weights.Length; j++, source += channels)
                        sum += weights[j] * row[source];
                    planes[(channel * size + y) * size + x] = (byte)Math.Clamp(sum + 0.5f, 0f, 255f);
                }
            }
        }
    }

    /// <summary>row += weight · source; the tail is scalar, every element is one multiplication and one addition either way.</summary>
    private static void AddScaled(ReadOnlySpan<byte> source, float weight, Span<float> row)
    {
        int lanes = Vector<byte>.Count, quarter = Vector<float>.Count, i = 0;
        for (; i + lanes <= source.Length; i += lanes)
        {
            Vector.Widen(new Vector<byte>(source[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
            Vector.Widen(high, out Vector<uint> third, out Vector<uint> fourth);
            Span<Vector<float>> target = MemoryMarshal.Cast<float, Vector<float>>(row.Slice(i, 4 * quarter));
            target[0] += Vector.ConvertToSingle(first) * weight;
            target[1] += Vector.ConvertToSingle(second) * weight;
            target[2] += Vector.ConvertToSingle(third) * weight;
            target[3] += Vector.ConvertToSingle(fourth) * weight;
        }
        for (; i < source.Length; i++)
            row[i] += weight * source[i];
    }

    private static Taps[] TapsOf(int side, int size)
    {
        double scale = (double)side / size, support = Math.Max(1, scale);
        var taps = new Taps[size];
        for (int i = 0; i < size; i++)
        {
            double centre = (i + 0.5) * scale;
            int first = Math.Max(0, (int)Math.Floor(centre - support + 0.5)), last = Math.Min(side - 1, (int)Math.Ceiling(centre + support - 0.5));
            float[] weights = new float[last - first + 1];
            double total = 0;
            for (int j = first; j <= last; j++)
                total += Math.Max(0, 1 - Math.Abs(j + 0.5 - centre) / support);
            for (int j = first; j <= last; j++)
                weights[j - first] = (float)(Math.Max(0, 1 - Math.Abs(j + 0.5 - centre) / support) / total);
            taps[i] = new Taps(first, weights);
        }
        return taps;
    }

    private readonly record struct Taps(int First, float[] Weights);
}
