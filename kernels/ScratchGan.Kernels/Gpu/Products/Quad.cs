using ILGPU;
using ILGPU.Util;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// Four numbers on their way from memory, of which some may lie outside the operand: those were loaded from elsewhere, and become 0 only when the values are
/// asked for. So nothing waits for a load when it is issued: a condition around a load, or a choice after it, makes the compiler copy the loaded
/// register at once, and the copy waits for memory.
/// </summary>
public readonly struct Quad(Float4 loaded, int outside)
{
    private readonly Float4 _loaded = loaded;

    /// <summary>Bit i is set when number i lies outside.</summary>
    private readonly int _outside = outside;

    /// <summary>The numbers, 0 outside. To be called as late as possible.</summary>
    public Float4 Values => new(
        Utilities.Select((_outside & 1) == 0, _loaded.X, 0f), Utilities.Select((_outside & 2) == 0, _loaded.Y, 0f),
        Utilities.Select((_outside & 4) == 0, _loaded.Z, 0f), Utilities.Select((_outside & 8) == 0, _loaded.W, 0f));

    /// <summary>Four neighbours, all inside or all outside, whose place is a multiple of four: one load of 16 bytes.</summary>
    public static Quad Neighbours(ArrayView<float> view, int place, bool isInside) =>
        new(view.Cast<Float4>()[Utilities.Select(isInside, place, 0) >> 2], Utilities.Select(isInside, 0, 15));

    /// <summary>Numbers from four places, of which those that are not inside may be anything.</summary>
    public static Quad Gather(ArrayView<float> view, int x, bool hasX, int y, bool hasY, int z, bool hasZ, int w, bool hasW) => new(
        new Float4(
            view[Utilities.Select(hasX, x, 0)], view[Utilities.Select(hasY, y, 0)], view[Utilities.Select(hasZ, z, 0)], view[Utilities.Select(hasW, w, 0)]),
        Utilities.Select(hasX, 0, 1) | Utilities.Select(hasY, 0, 2) | Utilities.Select(hasZ, 0, 4) | Utilities.Select(hasW, 0, 8));
}
