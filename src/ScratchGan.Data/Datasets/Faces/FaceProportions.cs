using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// Everything in which two faces of the same attributes differ. All of it is drawn at once and in one order, so that a face with glasses has the features of
/// the same face without.
/// </summary>
internal readonly record struct FaceProportions
{
    internal FaceProportions(PhiloxSequence random)
    {
        X = 0.5f + Spread(random, 0.022f);
        Y = 0.478f + Spread(random, 0.016f);
        Lean = Spread(random, 0.16f);
        Width = 0.23f * (1 + Spread(random, 0.1f));
        Height = 0.27f * (1 + Spread(random, 0.07f));
        Taper = 0.14f + Spread(random, 0.12f);
        EyeSpacing = 0.1f * (1 + Spread(random, 0.12f));
        EyeSize = 0.046f * (1 + Spread(random, 0.16f));
        EyeOpen = 0.92f + Spread(random, 0.2f);
        GazeX = Spread(random, 0.012f);
        GazeY = Spread(random, 0.006f);
        BrowHeight = 0.074f + Spread(random, 0.012f);
        BrowTilt = Spread(random, 0.014f);
        BrowRadius = 0.0085f * (1 + Spread(random, 0.4f));
        Nose = 0.026f * (1 + Spread(random, 0.35f));
        MouthWidth = 0.084f * (1 + Spread(random, 0.22f));
        MouthBend = random.NextUniform();
        Lock = Spread(random, 1f);
        EyeColour = random.NextInt(FacePalette.Eyes.Length);
        Clothes = random.NextInt(FacePalette.Clothes.Length);
        Frame = random.NextInt(FacePalette.Frames.Length);
        RoundGlasses = random.NextInt(2) == 0;
        OpenMouth = random.NextInt(2) == 0;
        Lashes = random.NextInt(2) == 0;
        Freckles = random.NextInt(6) == 0;
        Beard = random.NextInt(4) == 0;
        Earrings = random.NextInt(3) == 0;
        Shade = 1 + Spread(random, 0.07f);
    }

    /// <summary>Centre of the head.</summary>
    internal float X { get; }

    internal float Y { get; }

    /// <summary>How far the head leans, as a slope.</summary>
    internal float Lean { get; }

    internal float Width { get; }

    internal float Height { get; }

    internal float Taper { get; }

    internal float EyeSpacing { get; }

    internal float EyeSize { get; }

    internal float EyeOpen { get; }

    internal float GazeX { get; }

    internal float GazeY { get; }

    internal float BrowHeight { get; }

    internal float BrowTilt { get; }

    internal float BrowRadius { get; }

    internal float Nose { get; }

    internal float MouthWidth { get; }

    /// <summary>0 to 1: how wide a smile is, or how far an unsmiling mouth bends down.</summary>
    internal float MouthBend { get; }

    /// <summary>−1 to 1: where the hair is parted, how it falls.</summary>
    internal float Lock { get; }

    internal int EyeColour { get; }

    internal int Clothes { get; }

    internal int Frame { get; }

    internal bool RoundGlasses { get; }

    internal bool OpenMouth { get; }

    internal bool Lashes { get; }

    internal bool Freckles { get; }

    internal bool Beard { get; }

    internal bool Earrings { get; }

    /// <summary>Lightness of skin and hair, around 1.</summary>
    internal float Shade { get; }

    internal float EyeY => Y + 0.02f;

    internal float MouthY => Y + 0.62f * Height;

    internal Ellipse Head => new(X, Y, Width, Height, Height * 1.06f, Taper);

    /// <summary>The triangular distribution on (−extent, extent): mostly small, never far out.</summary>
    private static float Spread(PhiloxSequence random, float extent) => extent * (random.NextUniform() + random.NextUniform() - 1);
}
