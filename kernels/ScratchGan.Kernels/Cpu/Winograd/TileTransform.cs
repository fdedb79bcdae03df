using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// The maps of <see cref="IWinogradTile"/> in two dimensions: over the columns of a square of vectors, then over its rows. A square is given by its corner and
/// the steps between its rows and columns; element (i, j) of a square of points goes to <c>target + (i · e + j) · step</c>.
/// </summary>
/// <remarks>Methods of their own, so that the compiler's budget for inlining is spent on the maps inside.</remarks>
internal static unsafe class TileTransform<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats of scratch: e + 1 lines of e vectors.</summary>
    public static int ScratchLength => (TTile.Points + 1) * TTile.Points * TSimd.Lanes;

    /// <summary>Bᵀ d B: e × e inputs to e × e points.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Input(float* d, nint rowStep, nint columnStep, float* v, nint step, float* scratch)
    {
        int points = TTile.Points;
        nint line = points * TSimd.Lanes;
        for (int j = 0; j < points; j++)
            TTile.Input<TSimd, TVector>(d + j * columnStep, rowStep, scratch + j * TSimd.Lanes, line);
        for (int i = 0; i < points; i++)
            TTile.Input<TSimd, TVector>(scratch + i * line, TSimd.Lanes, v + i * points * step, step);
    }

    /// <summary>G g Gᵀ: r × r taps to e × e points.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Filter(float* g, nint rowStep, nint columnStep, float* u, nint step, float* scratch)
    {
        nint line = TTile.Taps * TSimd.Lanes;
        for (int j = 0; j < TTile.Taps; j++)
            TTile.Filter<TSimd, TVector>(g + j * columnStep, rowStep, scratch + j * TSimd.Lanes, line);
        for (int i = 0; i < TTile.Points; i++)
            TTile.Filter<TSimd, TVector>(scratch + i * line, TSimd.Lanes, u + i * TTile.Points * step, step);
    }

    /// <summary>Aᵀ M A: e × e points to m × m outputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Output(float* m, nint step, float* y, nint rowStep, nint columnStep, float* scratch)
    {
        nint line = TTile.Points * TSimd.Lanes;
        for (int j = 0; j < TTile.Points; j++)
            TTile.Output<TSimd, TVector>(m + j * step, TTile.Points * step, scratch + j * TSimd.Lanes, line);
        for (int i = 0; i < TTile.Outputs; i++)
            TTile.Output<TSimd, TVector>(scratch + i * line, TSimd.Lanes, y + i * rowStep, columnStep);
    }

    /// <summary>A dy Aᵀ: m × m outputs to e × e points.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Spread(float* dy, nint rowStep, nint columnStep, float* v, nint step, float* scratch)
    {
        nint line = TTile.Outputs * TSimd.Lanes;
        for (int j = 0; j < TTile.Outputs; j++)
            TTile.Spread<TSimd, TVector>(dy + j * columnStep, rowStep, scratch + j * TSimd.Lanes, line);
        for (int i = 0; i < TTile.Points; i++)
            TTile.Spread<TSimd, TVector>(scratch + i * line, TSimd.Lanes, v + i * TTile.Points * step, step);
    }

    /// <summary>Gᵀ U G: e × e points to r × r taps.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Gather(float* u, nint step, float* dg, nint rowStep, nint columnStep, float* scratch)
    {
        nint line = TTile.Points * TSimd.Lanes;
        for (int j = 0; j < TTile.Points; j++)
            TTile.Gather<TSimd, TVector>(u + j * step, TTile.Points * step, scratch + j * TSimd.Lanes, line);
        for (int i = 0; i < TTile.Taps; i++)
            TTile.Gather<TSimd, TVector>(scratch + i * line, TSimd.Lanes, dg + i * rowStep, columnStep);
    }

    /// <summary>d += B M Bᵀ: e × e points to e × e inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddWindow(float* m, nint step, float* d, nint rowStep, nint columnStep, float* scratch)
    {
        int points = TTile.Points;
        nint line = points * TSimd.Lanes;
        for (int j = 0; j < points; j++)
            TTile.Window<TSimd, TVector>(m + j * step, points * step, scratch + j * TSimd.Lanes, line);
        float* last = scratch + points * line;
        for (int i = 0; i < points; i++, d += rowStep)
        {
            TTile.Window<TSimd, TVector>(scratch + i * line, TSimd.Lanes, last, TSimd.Lanes);
            for (int j = 0; j < points; j++)
            {
                float* pixel = d + j * columnStep;
                TSimd.Store(TSimd.Add(TSimd.Load(pixel), TSimd.Load(last + j * TSimd.Lanes)), pixel);
            }
        }
    }
}
