namespace ScratchGan.Data;

/// <summary>The colours that faces are painted with, by attribute.</summary>
internal static class FacePalette
{
    internal static readonly Colour Ink = Colour.Of(52, 36, 40);
    internal static readonly Colour Lips = Colour.Of(196, 78, 84);
    internal static readonly Colour Mouth = Colour.Of(112, 34, 44);
    internal static readonly Colour Tongue = Colour.Of(226, 110, 112);

    private static readonly Colour[] HairColours =
        [Colour.Of(44, 38, 46), Colour.Of(112, 68, 40), Colour.Of(236, 190, 92), Colour.Of(200, 82, 36), Colour.Of(184, 186, 196)];

    private static readonly Colour[] SkinTones =
        [Colour.Of(255, 226, 206), Colour.Of(246, 201, 164), Colour.Of(222, 168, 122), Colour.Of(168, 112, 74), Colour.Of(112, 72, 50)];

    private static readonly Colour[] Backdrops =
    [
        Colour.Of(132, 192, 236), Colour.Of(140, 212, 178), Colour.Of(250, 186, 142), Colour.Of(184, 162, 230), Colour.Of(250, 222, 118),
        Colour.Of(244, 152, 172),
    ];

    internal static readonly Colour[] Clothes =
        [Colour.Of(70, 96, 168), Colour.Of(206, 76, 72), Colour.Of(62, 140, 116), Colour.Of(242, 240, 236), Colour.Of(84, 74, 108), Colour.Of(240, 162, 60)];

    internal static readonly Colour[] Eyes = [Colour.Of(92, 58, 36), Colour.Of(62, 116, 176), Colour.Of(74, 134, 86), Colour.Of(96, 104, 112)];

    internal static readonly Colour[] Frames = [Colour.Of(40, 40, 52), Colour.Of(150, 50, 56), Colour.Of(60, 84, 150), Colour.Of(120, 80, 44)];

    internal static Colour Of(HairColour colour) => HairColours[(int)colour];

    internal static Colour Of(SkinTone tone) => SkinTones[(int)tone];

    internal static Colour Of(Backdrop backdrop) => Backdrops[(int)backdrop];
}
