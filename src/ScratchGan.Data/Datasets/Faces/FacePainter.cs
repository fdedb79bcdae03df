using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// Draws one face as a pure function of its attributes and the random stream, from back to front: backdrop, hair, shoulders, head, features, hair.
/// </summary>
internal static class FacePainter
{
    /// <summary>Three planes of size × size bytes.</summary>
    internal static void Draw(FaceAttributes face, PhiloxSequence random, int size, Span<byte> pixels)
    {
        var proportions = new FaceProportions(random);
        var canvas = new Canvas(size);
        var hair = new FaceHair(canvas, face, proportions);
        var features = new FaceFeatures(canvas, face, proportions);
        PaintBackdrop(canvas, FacePalette.Of(face.Backdrop));
        canvas.Lean = proportions.Lean;
        canvas.LeanFrom = 0.8f;
        hair.PaintBehind();
        canvas.Lean = 0;
        PaintShoulders(canvas, face, proportions);
        canvas.Lean = proportions.Lean;
        features.PaintHead();
        hair.PaintShadow();
        features.PaintEyes();
        features.PaintNose();
        features.PaintMouth();
        if (face.AgeLines)
            FaceWear.PaintAgeLines(canvas, face, proportions);
        if (proportions.Beard && face.HairStyle is HairStyle.Short or HairStyle.Spiky or HairStyle.SidePart)
            hair.PaintBeard();
        hair.PaintInFront();
        features.PaintBrows();
        if (face.Glasses)
            FaceWear.PaintGlasses(canvas, proportions);
        canvas.Write(pixels);
    }

    private static void PaintBackdrop(Canvas canvas, Colour colour)
    {
        canvas.Clear(colour.Mixed(Colour.White, 0.3f), colour);
        canvas.Fill(new Ellipse(0.5f, 0.46f, 0.36f, 0.36f), Colour.White, opacity: 0.28f, softness: 0.3f);
    }

    private static void PaintShoulders(Canvas canvas, FaceAttributes face, FaceProportions p)
    {
        Colour skin = FacePalette.Of(face.SkinTone).Times(p.Shade), cloth = FacePalette.Clothes[p.Clothes];
        var shoulders = new Ellipse(0.5f, 1.06f, 0.36f, 0.24f);
        canvas.Fill(shoulders, cloth.Times(1.06f), cloth.Times(0.84f));
        canvas.Fill(new Ellipse(0.66f, 1.06f, 0.2f, 0.24f), shoulders, FacePalette.Ink, opacity: 0.16f, softness: 0.12f);
        canvas.Fill(new Ellipse(0.5f, 0.84f, 0.125f, 0.075f), cloth.Times(0.72f));
        var neck = new Either<RoundedBox, Ellipse>(new RoundedBox(0.5f, 0.78f, 0.083f, 0.1f, 0.03f), new Ellipse(0.5f, 0.835f, 0.108f, 0.06f));
        canvas.Fill(neck, skin.Times(0.93f));
        canvas.Fill(new Ellipse(p.X + 0.01f, p.Y + 0.06f, p.Width * 1.02f, p.Height * 1.06f), neck, skin.Times(0.62f), opacity: 0.75f, softness: 0.04f);
    }
}
