namespace ScratchGan.Data;

public enum HairColour
{
    Black,
    Brown,
    Blond,
    Red,
    Grey,
}

public enum HairStyle
{
    Short,
    SidePart,
    Spiky,
    Curly,
    Bob,
    Long,
    Bun,
    Pigtails,
}

public enum SkinTone
{
    Pale,
    Light,
    Tan,
    Brown,
    Dark,
}

public enum Backdrop
{
    Sky,
    Mint,
    Peach,
    Lilac,
    Lemon,
    Rose,
}

/// <summary>What can be seen of a face of the built-in set, as its labels.</summary>
/// <param name="Smile">corners of the mouth up; else level or down</param>
/// <param name="AgeLines">on forehead, beside the eyes, and from nose to mouth</param>
public readonly record struct FaceAttributes(
    HairColour HairColour, HairStyle HairStyle, SkinTone SkinTone, Backdrop Backdrop, bool Glasses, bool Smile, bool AgeLines);

/// <summary>Which of its attributes is the class of a face.</summary>
public enum FaceLabel
{
    /// <summary>Five hair colours, each without and with glasses: ten equal classes, as many as there are digits.</summary>
    HairColourAndGlasses,
    HairColour,
    HairStyle,
    SkinTone,
    Backdrop,
    Glasses,
    Smile,
    AgeLines,
}
