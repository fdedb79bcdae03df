using System.Numerics;
using System.Runtime.InteropServices;

namespace ScratchGan.Data;

/// <summary>
/// A square picture of three float planes that antialiased shapes are painted on. The side of the picture is 1, y points down, pixel centres lie at
/// (i + ½)/size. A shape covers a pixel by clamp(½ − distance/softness, 0, 1), and colour ← colour + coverage·opacity·(paint − colour).
/// Only +, −, ×, ÷ and √ are used, which IEEE 754 rounds exactly: the bytes are equal on every machine, whatever its vector length.
/// </summary>
internal sealed class Canvas(int size)
{
    /// <summary>Width of an edge in pixels: a little more than one looks smoother.</summary>
    private const float Edge = 1.25f;

    /// <summary>A row is padded by one vector, so that the last vector of a row may reach beyond it.</summary>
    private readonly int _stride = size + Vector<float>.Count;
    private readonly float[] _planes = new float[3 * size * (size + Vector<float>.Count)];

    /// <summary>Shapes are shifted to the right by Lean·(LeanFrom − y): a head that leans to one side, with rows that stay rows.</summary>
    internal float Lean { get; set; }

    internal float LeanFrom { get; set; }

    /// <summary>One colour for each row, from the top of the picture to its bottom.</summary>
    internal void Clear(Colour top, Colour bottom)
    {
        for (int y = 0; y < size; y++)
        {
            Colour colour = top.Mixed(bottom, (y + 0.5f) / size);
            Row(0, y).Fill(colour.Red);
            Row(1, y).Fill(colour.Green);
            Row(2, y).Fill(colour.Blue);
        }
    }

    /// <summary>Paints a shape with one colour.</summary>
    /// <param name="softness">width of its edge, in parts of the side; never less than a pixel's</param>
    internal void Fill<TShape>(TShape shape, Colour colour, float opacity = 1, float softness = 0)
        where TShape : struct, IShape => Fill(shape, default(Everywhere), colour, colour, opacity, softness);

    /// <summary>Paints a shape with colours that run from its top to its bottom.</summary>
    internal void Fill<TShape>(TShape shape, Colour top, Colour bottom)
        where TShape : struct, IShape => Fill(shape, default(Everywhere), top, bottom, opacity: 1, softness: 0);

    /// <summary>Paints the part of a shape, which may be soft, that lies inside another, whose edge is sharp.</summary>
    internal void Fill<TShape, TClip>(TShape shape, TClip clip, Colour colour, float opacity = 1, float softness = 0)
        where TShape : struct, IShape
        where TClip : struct, IShape => Fill(shape, clip, colour, colour, opacity, softness);

    /// <summary>The picture as planar bytes, 3 × size × size.</summary>
    internal void Write(Span<byte> pixels)
    {
        for (int plane = 0; plane < 3; plane++)
            for (int y = 0; y < size; y++)
            {
                ReadOnlySpan<float> row = Row(plane, y);
                Span<byte> target = pixels.Slice((plane * size + y) * size, size);
                for (int x = 0; x < size; x++)
                    target[x] = (byte)(Math.Clamp(row[x], 0f, 1f) * 255f + 0.5f);
            }
    }

    private void Fill<TShape, TClip>(TShape shape, TClip clip, Colour top, Colour bottom, float opacity, float softness)
        where TShape : struct, IShape
        where TClip : struct, IShape
    {
        softness = Math.Max(softness, Edge / size);
        Box bounds = shape.Bounds.Grown(softness).Within(clip.Bounds.Grown(Edge / size));
        float lean = Lean, from = LeanFrom, shapeHeight = Math.Max(1e-6f, shape.Bounds.Bottom - shape.Bounds.Top);
        int firstY = Math.Max(0, (int)(bounds.Top * size - 0.5f)), lastY = Math.Min(size - 1, (int)(bounds.Bottom * size + 0.5f));
        for (int row = firstY; row <= lastY; row++)
        {
            float y = (row + 0.5f) / size, shift = lean * (from - y);
            int firstX = Math.Max(0, (int)((bounds.Left + shift) * size - 0.5f)), lastX = Math.Min(size - 1, (int)((bounds.Right + shift) * size + 0.5f));
            Colour colour = top.Mixed(bottom, Math.Clamp((y - shape.Bounds.Top) / shapeHeight, 0f, 1f));
            Span<float> red = Row(0, row), green = Row(1, row), blue = Row(2, row);
            for (int column = firstX; column <= lastX; column += Vector<float>.Count)
            {
                Vector<float> x = (Vector.CreateSequence(column + 0.5f, 1f) / (float)size) - new Vector<float>(shift);
                Vector<float> coverage = Coverage(shape.Distance(x, y), softness);
                if (Vector.LessThanOrEqualAll(coverage, Vector<float>.Zero))
                    continue;
                if (typeof(TClip) != typeof(Everywhere))
                    coverage *= Coverage(clip.Distance(x, y), Edge / size);
                coverage *= opacity;
                Blend(red, column, coverage, colour.Red);
                Blend(green, column, coverage, colour.Green);
                Blend(blue, column, coverage, colour.Blue);
            }
        }
    }

    private static Vector<float> Coverage(Vector<float> distance, float softness)
        => Vector.Min(Vector.Max(new Vector<float>(0.5f) - distance / softness, Vector<float>.Zero), Vector<float>.One);

    private static void Blend(Span<float> row, int column, Vector<float> coverage, float paint)
    {
        ref Vector<float> pixels = ref MemoryMarshal.Cast<float, Vector<float>>(row.Slice(column, Vector<float>.Count))[0];
        pixels += coverage * (new Vector<float>(paint) - pixels);
    }

    /// <summary>A row with its padding.</summary>
    private Span<float> Row(int plane, int y) => _planes.AsSpan((plane * size + y) * _stride, _stride);
}
