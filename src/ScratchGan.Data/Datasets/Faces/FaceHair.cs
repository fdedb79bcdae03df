namespace ScratchGan.Data;

/// <summary>Hair in eight styles: what hangs behind the head, what lies on it, and a beard.</summary>
internal sealed class FaceHair(Canvas canvas, FaceAttributes face, FaceProportions p)
{
    /// <summary>Locks of curly hair, in half widths and heights of the head from its centre.</summary>
    private static readonly (float X, float Y, float Radius)[] FrontCurls =
    [
        (-1.0f, -0.3f, 0.068f), (-0.92f, -0.62f, 0.078f), (-0.62f, -0.92f, 0.085f), (-0.22f, -1.06f, 0.088f), (0.22f, -1.06f, 0.088f), (0.62f, -0.92f, 0.085f),
        (0.92f, -0.62f, 0.078f), (1.0f, -0.3f, 0.068f), (-0.45f, -0.72f, 0.072f), (0f, -0.78f, 0.075f), (0.45f, -0.72f, 0.072f),
    ];

    /// <summary>Those behind the head.</summary>
    private static readonly (float X, float Y, float Radius)[] BackCurls =
    [
        (-1.1f, 0.22f, 0.078f), (-1.2f, -0.12f, 0.09f), (-1.1f, -0.5f, 0.1f), (-0.8f, -0.92f, 0.105f), (-0.3f, -1.16f, 0.11f), (0.3f, -1.16f, 0.11f),
        (0.8f, -0.92f, 0.105f), (1.1f, -0.5f, 0.1f), (1.2f, -0.12f, 0.09f), (1.1f, 0.22f, 0.078f),
    ];

    private readonly Colour _base = FacePalette.Of(face.HairColour).Times(p.Shade);
    private readonly Colour _light = FacePalette.Of(face.HairColour).Times(1.12f * p.Shade).Mixed(Colour.White, 0.16f);
    private readonly Colour _dark = FacePalette.Of(face.HairColour).Times(0.68f * p.Shade);
    private readonly float _brow = p.EyeY - p.BrowHeight;

    /// <summary>The head and a finger's breadth of hair around it.</summary>
    private Ellipse Cap => new(p.X, p.Y - 0.018f, p.Width * 1.13f, p.Height * 1.1f, p.Height);

    internal void PaintBehind()
    {
        float bottom = face.HairStyle == HairStyle.Long ? 0.93f : 0.73f;
        switch (face.HairStyle)
        {
            case HairStyle.Bob or HairStyle.Long:
                float wide = p.Width * (face.HairStyle == HairStyle.Long ? 1.26f : 1.32f);
                float middle = p.Y - 0.02f;
                canvas.Fill(
                    new Either<Ellipse, RoundedBox>(
                        new Ellipse(p.X, middle, wide, p.Height * 1.12f), new RoundedBox(p.X, (middle + bottom) / 2, wide, (bottom - middle) / 2 + 0.04f,
                            0.085f)),
                    _base, _dark);
                foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                    canvas.Fill(
                        new Curve(p.X + side * p.Width * 1.12f, p.Y, p.X + side * wide, p.Y + 0.14f, p.X + side * p.Width * 1.06f, bottom - 0.02f, 0.0075f,
                            0.3f), _light,
                        opacity: 0.45f);
                break;
            case HairStyle.Pigtails:
                foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                {
                    float x = p.X + side * p.Width * 1.2f;
                    canvas.Fill(new Curve(x, p.Y - 0.02f, x + side * 0.13f, p.Y + 0.05f, x + side * 0.07f, p.Y + 0.27f, 0.066f, 0.3f), _base);
                    canvas.Fill(new Curve(x, p.Y - 0.02f, x + side * 0.12f, p.Y + 0.05f, x + side * 0.07f, p.Y + 0.22f, 0.008f, 0.3f), _dark, opacity: 0.7f);
                    canvas.Fill(new Ellipse(x + side * 0.012f, p.Y - 0.02f, 0.026f, 0.026f), FacePalette.Clothes[p.Clothes]);
                }
                break;
            case HairStyle.Bun:
                canvas.Fill(new Ellipse(p.X, p.Y - p.Height * 1.16f, 0.098f, 0.088f), _light, _base);
                canvas.Fill(new Curve(p.X - 0.06f, p.Y - p.Height * 1.2f, p.X, p.Y - p.Height * 0.98f, p.X + 0.07f, p.Y - p.Height * 1.24f, 0.008f, 0.4f),
                    _dark, opacity: 0.6f);
                break;
            case HairStyle.Curly:
                Curls(shrink: 1f, _dark, BackCurls);
                break;
        }
    }

    /// <summary>What the hair on the forehead throws on the face.</summary>
    internal void PaintShadow()
        => canvas.Fill(new Ellipse(p.X, _brow - 0.16f, p.Width * 1.1f, 0.135f), p.Head, FacePalette.Of(face.SkinTone).Times(0.55f), opacity: 0.32f,
            softness: 0.05f);

    internal void PaintInFront()
    {
        Ellipse cap = Cap;
        float lower = p.EyeY + 0.045f;
        switch (face.HairStyle)
        {
            case HairStyle.Short:
                Locks(new Both<Without<Ellipse, Ellipse>, Box>(
                    new(cap, new Ellipse(p.X + 0.02f * p.Lock, p.Y + 0.115f, p.Width * 0.97f, 0.25f)), new Box(0, 0, 1, lower)));
                break;
            case HairStyle.SidePart:
                float part = p.Lock < 0 ? -1 : 1;
                Locks(new Both<Without<Ellipse, Ellipse>, Box>(
                    new(cap with { RadiusTop = cap.RadiusTop * 1.05f }, new Ellipse(p.X + part * 0.055f, p.Y + 0.11f, p.Width * 0.92f, 0.255f)),
                    new Box(0, 0, 1, lower)));
                canvas.Fill(new Curve(
                    p.X + part * 0.11f, p.Y - p.Height * 0.98f, p.X - part * 0.02f, p.Y - p.Height * 0.9f, p.X - part * p.Width * 0.98f, p.Y - p.Height * 0.3f,
                    0.05f, 0.4f), _base);
                canvas.Fill(new Curve(
                    p.X + part * 0.1f, p.Y - p.Height * 0.94f, p.X - part * 0.04f, p.Y - p.Height * 0.84f, p.X - part * p.Width * 0.9f, p.Y - p.Height * 0.36f,
                    0.009f, 0.3f), _light);
                break;
            case HairStyle.Spiky:
                Spikes(cap, lower);
                break;
            case HairStyle.Curly:
                Curls(shrink: 0.9f, _base, FrontCurls);
                Curls(shrink: 0.45f, _light, FrontCurls);
                break;
            case HairStyle.Bob:
                // A straight fringe: the cap down to the brows, with sides that go on downwards.
                Locks(new Without<Ellipse, RoundedBox>(
                    cap with { RadiusX = p.Width * 1.2f, RadiusBottom = p.Height * 0.9f }, new RoundedBox(p.X, _brow + 0.3f, p.Width * 0.86f, 0.3f, 0.06f)));
                break;
            case HairStyle.Long:
                // Parted in the middle: what two large circles leave free between them is a pointed arch.
                Locks(new Without<Ellipse, Both<Ellipse, Ellipse>>(
                    cap with { RadiusX = p.Width * 1.18f, RadiusBottom = p.Height * 0.8f },
                    new(new Ellipse(p.X - 0.12f + 0.03f * p.Lock, p.Y + 0.14f, p.Width * 1.42f, 0.36f),
                        new Ellipse(p.X + 0.12f + 0.03f * p.Lock, p.Y + 0.14f, p.Width * 1.42f, 0.36f))));
                break;
            default:
                Locks(new Both<Without<Ellipse, Ellipse>, Box>(
                    new(cap, new Ellipse(p.X + 0.03f * p.Lock, p.Y + 0.12f, p.Width * 0.99f, 0.275f)), new Box(0, 0, 1, lower + 0.02f)));
                break;
        }
    }

    internal void PaintBeard()
    {
        Ellipse head = p.Head;
        var beard = new Both<Without<Ellipse, Ellipse>, Box>(
            new(head.Scaled(1.02f, 1.03f), new Ellipse(p.X, p.MouthY - 0.085f, p.Width * 0.9f, 0.098f)), new Box(0, p.EyeY + 0.03f, 1, 1));
        var aroundMouth = new Without<Both<Without<Ellipse, Ellipse>, Box>, Ellipse>(beard, new Ellipse(p.X, p.MouthY + 0.014f, p.MouthWidth * 1.2f, 0.058f));
        canvas.Fill(aroundMouth, _base.Mixed(FacePalette.Of(face.SkinTone), 0.12f), _dark);
    }

    /// <summary>Paints a mass of hair: light on top, dark below, a shine, and strands.</summary>
    private void Locks<TShape>(TShape shape)
        where TShape : struct, IShape
    {
        float top = p.Y - p.Height * 1.1f;
        canvas.Fill(shape, _light.Mixed(_base, 0.45f), _base.Mixed(_dark, 0.35f));
        foreach (float at in (ReadOnlySpan<float>)[-0.8f, -0.42f, -0.06f, 0.34f, 0.74f])
        {
            float x = p.X + at * p.Width;
            canvas.Fill(
                new Curve(p.X + 0.35f * at * p.Width + 0.03f * p.Lock, top + 0.015f, x * 0.7f + p.X * 0.3f, top + 0.06f, x + at * 0.055f, p.Y - 0.02f, 0.0058f,
                    0.4f), shape, _dark, opacity: 0.5f);
        }
        canvas.Fill(
            new Curve(p.X - p.Width * 0.78f, p.Y - p.Height * 0.56f, p.X - 0.1f, top + 0.045f, p.X + 0.02f, top + 0.06f, 0.017f, 0.3f), shape,
            _light.Mixed(Colour.White, 0.3f),
            opacity: 0.5f, softness: 0.03f);
    }

    private void Spikes(Ellipse cap, float lower)
    {
        ReadOnlySpan<float> angles = [-0.95f, -0.7f, -0.42f, -0.14f, 0.14f, 0.42f, 0.7f, 0.95f];
        foreach (float at in angles)
            canvas.Fill(
                new Stroke(
                    p.X + at * p.Width * 0.85f, p.Y - p.Height * (0.98f - 0.5f * at * at), p.X + (at * 1.2f + 0.14f * p.Lock) * p.Width,
                    p.Y - p.Height * (1.4f - 0.6f * at * at), 0.052f, 0.004f), _base);
        Locks(new Both<Without<Ellipse, Ellipse>, Box>(new(cap, new Ellipse(p.X, p.Y + 0.13f, p.Width * 0.96f, 0.26f)), new Box(0, 0, 1, lower)));
        foreach (float at in (ReadOnlySpan<float>)[-0.62f, -0.3f, 0.02f, 0.34f, 0.64f])
            canvas.Fill(
                new Stroke(
                    p.X + at * p.Width, p.Y - p.Height * 0.74f, p.X + (at + 0.14f * p.Lock) * p.Width, p.Y - p.Height * (0.42f - 0.16f * at * at), 0.036f,
                    0.003f), _base);
    }

    private void Curls(float shrink, Colour colour, (float X, float Y, float Radius)[] curls)
    {
        foreach ((float x, float y, float radius) in curls)
        {
            float offset = (1 - shrink) * 0.5f * radius;
            canvas.Fill(
                new Ellipse(p.X + x * p.Width - offset, p.Y + y * p.Height - offset, radius * shrink, radius * shrink), colour,
                opacity: shrink < 0.6f ? 0.55f : 1f,
                softness: shrink < 0.6f ? 0.04f : 0f);
        }
    }
}
