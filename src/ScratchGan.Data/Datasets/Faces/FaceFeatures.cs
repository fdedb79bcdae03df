namespace ScratchGan.Data;

/// <summary>Head, eyes, brows, nose and mouth.</summary>
internal sealed class FaceFeatures(Canvas canvas, FaceAttributes face, FaceProportions p)
{
    private readonly Colour _skin = FacePalette.Of(face.SkinTone).Times(p.Shade);
    private readonly Colour _shadow = FacePalette.Of(face.SkinTone).Times(0.6f * p.Shade).Mixed(Colour.Of(150, 40, 40), 0.12f);
    private readonly Colour _hair = FacePalette.Of(face.HairColour).Times(p.Shade);

    /// <summary>Ears, the face with light from the upper left, cheeks, freckles.</summary>
    internal void PaintHead()
    {
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            float x = p.X + side * p.Width * 0.99f;
            canvas.Fill(new Ellipse(x, p.Y + 0.035f, 0.04f, 0.056f), _skin.Times(0.94f));
            canvas.Fill(new Ellipse(x - side * 0.004f, p.Y + 0.04f, 0.02f, 0.034f), _shadow, opacity: 0.45f, softness: 0.02f);
            if (p.Earrings)
                canvas.Fill(new Ellipse(x + side * 0.008f, p.Y + 0.1f, 0.014f, 0.014f), Colour.Of(250, 212, 90));
        }
        Ellipse head = p.Head;
        canvas.Fill(head, _skin.Times(1.03f), _skin.Times(0.95f));
        var lit = new Ellipse(p.X - 0.05f, p.Y - 0.04f, p.Width * 1.02f, p.Height * 1.12f);
        canvas.Fill(new Without<Box, Ellipse>(head.Bounds, lit), head, _shadow, opacity: 0.42f, softness: 0.12f);
        canvas.Fill(new Ellipse(p.X - 0.07f, p.Y - 0.1f, 0.09f, 0.08f), head, Colour.White, opacity: 0.22f, softness: 0.14f);
        Colour blush = _skin.Mixed(Colour.Of(236, 84, 92), 0.55f);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            float x = p.X + side * p.EyeSpacing * 1.25f, y = p.Y + 0.105f;
            canvas.Fill(new Ellipse(x, y, 0.046f, 0.034f), head, blush, opacity: 0.42f, softness: 0.06f);
            if (p.Freckles)
                foreach ((float dx, float dy) in (ReadOnlySpan<(float, float)>)[(-0.03f, -0.014f), (0f, -0.022f), (0.03f, -0.012f), (-0.012f, 0.006f),
                    (0.018f, 0.01f)])
                    canvas.Fill(new Ellipse(x + dx, y + dy, 0.0065f, 0.0065f), _shadow, opacity: 0.7f);
        }
    }

    internal void PaintEyes()
    {
        Colour iris = FacePalette.Eyes[p.EyeColour];
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            float x = p.X + side * p.EyeSpacing, y = p.EyeY, high = p.EyeSize * p.EyeOpen;
            var white = new Ellipse(x, y, p.EyeSize * 1.12f, high, high * 0.92f);
            canvas.Fill(white.Scaled(1.25f, 1.3f), _shadow, opacity: 0.25f, softness: 0.03f);
            canvas.Fill(white, Colour.Of(236, 238, 244), Colour.White);
            float irisX = x + p.GazeX, irisY = y + p.GazeY, radius = p.EyeSize * 0.74f;
            canvas.Fill(new Ellipse(irisX, irisY, radius, radius), white, iris.Times(0.62f));
            canvas.Fill(new Ellipse(irisX, irisY + radius * 0.18f, radius * 0.78f, radius * 0.78f), white, iris.Times(1.25f), opacity: 0.9f, softness: 0.02f);
            canvas.Fill(new Ellipse(irisX, irisY, radius * 0.5f, radius * 0.5f), white, Colour.Of(18, 14, 20));
            canvas.Fill(new Ellipse(irisX - radius * 0.34f, irisY - radius * 0.38f, 0.0105f, 0.0105f), Colour.White);
            float lid = y - high * 1.02f;
            canvas.Fill(new Curve(x - p.EyeSize * 1.16f, y - high * 0.28f, x, lid - high * 0.72f, x + p.EyeSize * 1.16f, y - high * 0.28f, 0.0105f, 0.55f),
                FacePalette.Ink);
            if (p.Lashes)
                canvas.Fill(
                    new Stroke(x + side * p.EyeSize * 1.08f, y - high * 0.34f, x + side * p.EyeSize * 1.5f, y - high * 0.86f, 0.0085f, 0.003f),
                    FacePalette.Ink);
        }
    }

    internal void PaintBrows()
    {
        Colour colour = _hair.Mixed(FacePalette.Ink, 0.45f);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            float x = p.X + side * p.EyeSpacing, y = p.EyeY - p.BrowHeight, reach = p.EyeSize * 1.25f;
            canvas.Fill(new Curve(
                x - side * reach, y - p.BrowTilt, x, y - 0.024f, x + side * reach, y + 0.018f + p.BrowTilt, p.BrowRadius * 1.5f, 0.5f), colour);
        }
    }

    internal void PaintNose()
    {
        float y = p.Y + 0.105f;
        canvas.Fill(new Ellipse(p.X + 0.012f, y - 0.022f, p.Nose * 0.9f, 0.05f), _shadow, opacity: 0.22f, softness: 0.04f);
        canvas.Fill(new Ellipse(p.X - 0.004f, y - 0.026f, p.Nose * 0.4f, 0.034f), Colour.White, opacity: 0.22f, softness: 0.03f);
        canvas.Fill(new Curve(p.X - p.Nose, y - 0.004f, p.X, y + 0.026f, p.X + p.Nose, y - 0.004f, 0.0095f, 0.6f), _shadow);
    }

    internal void PaintMouth()
    {
        float x = p.X, y = p.MouthY, wide = p.MouthWidth;
        if (face.Smile && p.OpenMouth)
        {
            // The region between a shallow and a deep arc: an ellipse below a line that sags a little.
            float deep = 0.058f + 0.03f * p.MouthBend;
            var open = new Both<Ellipse, Box>(new Ellipse(x, y - 0.012f, wide, deep * 1.02f), new Box(x - wide, y - 0.012f, x + wide, y + 0.12f));
            canvas.Fill(open, FacePalette.Mouth);
            canvas.Fill(new Ellipse(x, y + deep * 0.82f, wide * 0.62f, deep * 0.5f), open, FacePalette.Tongue);
            canvas.Fill(new Box(x - wide, y - 0.02f, x + wide, y + deep * 0.26f), open, Colour.White);
            canvas.Fill(new Stroke(x - wide, y - 0.012f, x + wide, y - 0.012f, 0.0065f, 0.0065f), FacePalette.Ink.Mixed(FacePalette.Lips, 0.4f));
            Corners(x, y - 0.014f, wide);
            return;
        }
        float bend = face.Smile ? 0.05f + 0.03f * p.MouthBend : 0.008f - 0.026f * p.MouthBend, ends = face.Smile ? y - 0.016f : y + 0.006f;
        Colour lips = FacePalette.Lips.Mixed(_skin, 0.3f);
        float width = face.Smile ? wide : wide * 0.74f;
        canvas.Fill(new Curve(x - width * 0.6f, ends + bend * 0.5f + 0.016f, x, y + bend + 0.024f, x + width * 0.6f, ends + bend * 0.5f + 0.016f, 0.014f,
            0.4f), lips);
        canvas.Fill(new Curve(x - width, ends, x, y + bend, x + width, ends, 0.0105f, 0.6f), FacePalette.Ink.Mixed(FacePalette.Lips, 0.3f));
        if (face.Smile)
            Corners(x, ends, width);
    }

    private void Corners(float x, float y, float wide)
    {
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            canvas.Fill(new Curve(x + side * wide * 1.02f, y - 0.012f, x + side * wide * 1.16f, y, x + side * wide * 1.02f, y + 0.012f, 0.0065f), _shadow,
                opacity: 0.8f);
    }
}
