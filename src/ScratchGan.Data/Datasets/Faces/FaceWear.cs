namespace ScratchGan.Data;

/// <summary>What a face may have on it: glasses, and lines of age.</summary>
internal static class FaceWear
{
    internal static void PaintGlasses(Canvas canvas, FaceProportions p)
    {
        Colour frame = FacePalette.Frames[p.Frame];
        const float half = 0.0085f;
        float y = p.EyeY + 0.006f, radius = Math.Min(0.079f, p.EyeSpacing - 0.014f);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            float x = p.X + side * p.EyeSpacing;
            var round = new Ellipse(x, y, radius, radius);
            var square = new RoundedBox(x, y, radius, radius * 0.78f, 0.024f);
            canvas.Fill(new Stroke(x + side * radius, y - 0.016f, p.X + side * p.Width * 1.02f, y - 0.022f, half, half), frame);
            if (p.RoundGlasses)
                PaintLens(canvas, round, frame, half);
            else
                PaintLens(canvas, square, frame, half * 1.25f);
        }
        float inner = p.EyeSpacing - radius;
        canvas.Fill(new Curve(p.X - inner, y - 0.012f, p.X, y - 0.032f, p.X + inner, y - 0.012f, half), frame);
    }

    internal static void PaintAgeLines(Canvas canvas, FaceAttributes face, FaceProportions p)
    {
        Colour line = FacePalette.Of(face.SkinTone).Times(0.52f * p.Shade).Mixed(Colour.Of(120, 40, 40), 0.1f);
        const float thin = 0.0062f;
        foreach (float up in (ReadOnlySpan<float>)[0.118f, 0.146f, 0.174f])
        {
            float y = p.EyeY - up, half = 0.092f - 0.16f * (up - 0.118f);
            canvas.Fill(new Curve(p.X - half, y + 0.008f, p.X, y - 0.01f, p.X + half, y + 0.008f, thin, 0.4f), line, opacity: 0.7f);
        }
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            float x = p.X + side * p.EyeSpacing, outer = x + side * p.EyeSize * 1.42f;
            foreach (float tilt in (ReadOnlySpan<float>)[-0.026f, 0f, 0.026f])
                canvas.Fill(new Stroke(outer, p.EyeY + tilt * 0.4f, outer + side * 0.034f, p.EyeY + tilt, thin, 0.002f), line, opacity: 0.75f);
            canvas.Fill(new Curve(x - 0.04f, p.EyeY + 0.05f, x, p.EyeY + 0.074f, x + 0.04f, p.EyeY + 0.05f, thin, 0.4f), line, opacity: 0.6f);
            float foldX = p.X + side * (p.Nose + 0.016f);
            canvas.Fill(new Curve(
                foldX, p.Y + 0.098f, foldX + side * 0.05f, p.MouthY - 0.05f, p.X + side * (p.MouthWidth + 0.02f), p.MouthY + 0.026f, thin * 1.15f, 0.5f),
                line, opacity: 0.75f);
        }
    }

    /// <summary>A pale pane with a glint, and its rim.</summary>
    private static void PaintLens<TShape>(Canvas canvas, TShape lens, Colour frame, float half)
        where TShape : struct, IShape
    {
        Box box = lens.Bounds;
        float width = box.Right - box.Left, height = box.Bottom - box.Top;
        canvas.Fill(lens, Colour.White, opacity: 0.14f);
        canvas.Fill(
            new Stroke(box.Left + 0.62f * width, box.Bottom - 0.14f * height, box.Left + 0.86f * width, box.Top + 0.42f * height, 0.012f, 0.007f), lens,
            Colour.White, opacity: 0.5f);
        canvas.Fill(new Outline<TShape>(lens, half), frame);
    }
}
