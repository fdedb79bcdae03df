using System.Numerics;
using System.Runtime.CompilerServices;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// Draws one handwritten-looking digit as a pure function of the digit and the random stream: the control points of a glyph are jittered, slanted,
/// rotated and stretched, joined by Catmull–Rom curves, and inked with a round pen whose radius varies along the stroke.
/// Only +, −, ×, ÷ and √ are used, which IEEE 754 rounds exactly: the bytes are equal on every machine.
/// </summary>
internal static class DigitPainter
{
    private const int PiecesPerSpan = 6;

    /// <summary>Width in pixels of the ramp from ink to paper.</summary>
    private const float Softness = 1.2f;

    /// <summary>Free border, in parts of the image's side.</summary>
    private const float Margin = 0.08f;

    internal const int MaximumSize = 64;

    /// <summary>White ink (255) on black; size × size bytes.</summary>
    [SkipLocalsInit]
    internal static void Draw(int digit, PhiloxSequence random, int size, Span<byte> pixels)
    {
        Glyph[] hands = DigitGlyphs.Hands[digit];
        Glyph glyph = hands[random.NextInt(hands.Length)];
        Span<PenPoint> points = stackalloc PenPoint[Glyph.MaximumPoints];
        Span<(PenPoint Start, PenPoint End)> pieces = stackalloc (PenPoint, PenPoint)[Glyph.MaximumPoints * PiecesPerSpan];
        Distort(glyph, random, size, points);
        pieces = pieces[..Trace(glyph, points, pieces)];
        Place(pieces, random, size);

        // ink[y, x] = the largest (pen radius − distance to the stroke), in pixels, over all strokes; rows are padded by one vector.
        int rowLength = size + Vector<float>.Count;
        Span<float> ink = stackalloc float[MaximumSize * (MaximumSize + Vector<float>.Count)];
        ink = ink[..(size * rowLength)];
        ink.Fill(-Softness);
        foreach ((PenPoint start, PenPoint end) in pieces)
            InkSegment(start, end, size, ink);
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++)
                pixels[y * size + x] = (byte)(Math.Clamp(0.5f + ink[y * rowLength + x] / Softness, 0f, 1f) * 255f + 0.5f);
    }

    /// <summary>The glyph's points, each moved a little, then slanted, stretched, rotated and scaled to pixels; each with its own pen radius.</summary>
    private static void Distort(Glyph glyph, PhiloxSequence random, int size, Span<PenPoint> points)
    {
        float slant = 0.12f + Spread(random, 0.3f);
        float halfAngle = Spread(random, 0.1f);   // t = tan(angle/2): cos = (1 − t²)/(1 + t²), sin = 2t/(1 + t²)
        float cosine = (1 - halfAngle * halfAngle) / (1 + halfAngle * halfAngle), sine = 2 * halfAngle / (1 + halfAngle * halfAngle);
        float stretch = 1 + Spread(random, 0.25f);
        float height = size * (0.68f + Spread(random, 0.08f));
        float radius = size * (0.046f + Spread(random, 0.022f));
        for (int i = 0; i < glyph.Points.Length; i++)
        {
            float x = glyph.Points[i].X + Spread(random, 0.042f), y = glyph.Points[i].Y + Spread(random, 0.042f);
            x = (x - slant * y) * stretch;
            points[i] = new PenPoint((cosine * x - sine * y) * height, (sine * x + cosine * y) * height, radius * (1 + Spread(random, 0.3f)));
        }
    }

    /// <summary>Cuts every stroke's curve into straight pieces and gives their number.</summary>
    private static int Trace(Glyph glyph, ReadOnlySpan<PenPoint> points, Span<(PenPoint Start, PenPoint End)> pieces)
    {
        int count = 0;
        foreach (int[] stroke in glyph.Strokes)
            for (int span = 0; span + 1 < stroke.Length; span++)
            {
                PenPoint from = points[stroke[span]], to = points[stroke[span + 1]];
                PenPoint before = span > 0 ? points[stroke[span - 1]] : from + (from - to) * 0.5f;
                PenPoint after = span + 2 < stroke.Length ? points[stroke[span + 2]] : to + (to - from) * 0.5f;
                PenPoint start = from;
                for (int piece = 1; piece <= PiecesPerSpan; piece++)
                {
                    PenPoint end = CatmullRom(before, from, to, after, (float)piece / PiecesPerSpan);
                    pieces[count++] = (start, end);
                    start = end;
                }
            }
        return count;
    }

    /// <summary>Centres the drawing, shrinks what would leave the margin, and shifts it at random as far as there is room.</summary>
    private static void Place(Span<(PenPoint Start, PenPoint End)> pieces, PhiloxSequence random, int size)
    {
        float left = pieces[0].Start.X, right = left, top = pieces[0].Start.Y, bottom = top, radius = 0;
        foreach ((PenPoint start, PenPoint end) in pieces)
        {
            left = Math.Min(left, Math.Min(start.X, end.X));
            right = Math.Max(right, Math.Max(start.X, end.X));
            top = Math.Min(top, Math.Min(start.Y, end.Y));
            bottom = Math.Max(bottom, Math.Max(start.Y, end.Y));
            radius = Math.Max(radius, Math.Max(start.Radius, end.Radius));
        }
        float room = size * (1 - 2 * Margin) - 2 * radius;
        float scale = Math.Min(1, Math.Min(room / (right - left + 0.001f), room / (bottom - top + 0.001f)));
        float freeX = (room - (right - left) * scale) / 2, freeY = (room - (bottom - top) * scale) / 2;
        var shift = new PenPoint(
            size / 2f + Math.Clamp(size * Spread(random, 0.05f), -freeX, freeX) - (left + right) / 2 * scale,
            size / 2f + Math.Clamp(size * Spread(random, 0.05f), -freeY, freeY) - (top + bottom) / 2 * scale,
            0);
        foreach (ref (PenPoint Start, PenPoint End) piece in pieces)
            piece = (Scaled(piece.Start, scale) + shift, Scaled(piece.End, scale) + shift);
    }

    /// <summary>A smaller or larger drawing with the same pen.</summary>
    private static PenPoint Scaled(PenPoint point, float scale) => point with { X = point.X * scale, Y = point.Y * scale };

    /// <summary>½·(2b + (c − a)·t + (2a − 5b + 4c − d)·t² + (3b − a − 3c + d)·t³): passes b at 0 and c at 1 (Catmull and Rom, 1974).</summary>
    private static PenPoint CatmullRom(PenPoint a, PenPoint b, PenPoint c, PenPoint d, float t)
        => (b * 2 + (c - a) * t + (a * 2 - b * 5 + c * 4 - d) * (t * t) + (b * 3 - a - c * 3 + d) * (t * t * t)) * 0.5f;

    /// <summary>
    /// ink = max(ink, radius − distance) around one straight piece; pixel centres lie at ½. A row is walked by vectors; what the last
    /// one does beyond the piece's reach lies below −<see cref="Softness"/> or in the padding: the lane count never shows.
    /// </summary>
    private static void InkSegment(PenPoint start, PenPoint end, int size, Span<float> ink)
    {
        float reach = Math.Max(start.Radius, end.Radius) + Softness;
        int firstX = Math.Max(0, (int)(Math.Min(start.X, end.X) - reach)), lastX = Math.Min(size - 1, (int)(Math.Max(start.X, end.X) + reach));
        int firstY = Math.Max(0, (int)(Math.Min(start.Y, end.Y) - reach)), lastY = Math.Min(size - 1, (int)(Math.Max(start.Y, end.Y) + reach));
        PenPoint along = end - start;
        float inverse = 1 / (along.X * along.X + along.Y * along.Y + 1e-6f);
        for (int y = firstY; y <= lastY; y++)
        {
            float fromY = y + 0.5f - start.Y;
            for (int x = firstX; x <= lastX; x += Vector<float>.Count)
            {
                Vector<float> fromX = Vector.CreateSequence(x + 0.5f - start.X, 1f);
                Vector<float> t = (fromX * along.X + new Vector<float>(fromY * along.Y)) * inverse;
                t = Vector.Min(Vector.Max(t, Vector<float>.Zero), Vector<float>.One);
                Vector<float> dx = fromX - t * along.X, dy = new Vector<float>(fromY) - t * along.Y;
                Vector<float> depth = new Vector<float>(start.Radius) + t * along.Radius - Vector.SquareRoot(dx * dx + dy * dy);
                Span<float> pixels = ink.Slice(y * (size + Vector<float>.Count) + x, Vector<float>.Count);
                Vector.Max(new Vector<float>(pixels), depth).CopyTo(pixels);
            }
        }
    }

    /// <summary>The triangular distribution on (−extent, extent): mostly small, never far out.</summary>
    private static float Spread(PhiloxSequence random, float extent) => extent * (random.NextUniform() + random.NextUniform() - 1);

    private readonly record struct PenPoint(float X, float Y, float Radius)
    {
        public static PenPoint operator +(PenPoint a, PenPoint b) => new(a.X + b.X, a.Y + b.Y, a.Radius + b.Radius);

        public static PenPoint operator -(PenPoint a, PenPoint b) => new(a.X - b.X, a.Y - b.Y, a.Radius - b.Radius);

        public static PenPoint operator *(PenPoint a, float factor) => new(a.X * factor, a.Y * factor, a.Radius * factor);
    }
}
