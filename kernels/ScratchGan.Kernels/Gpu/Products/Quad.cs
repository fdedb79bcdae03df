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

    /// <summary>Numbers from four places; a negative one is outside.</summary>
    public static Quad Gather(ArrayView<float> view, int x, int y, int z, int w) => new(
        new Float4(view[Math.Max(x, 0)], view[Math.Max(y, 0)], view[Math.Max(z, 0)], view[Math.Max(w, 0)]),
        (x >>> 31) | (y >>> 31) << 1 | (z >>> 31) << 2 | (w >>> 31) << 3);
}
