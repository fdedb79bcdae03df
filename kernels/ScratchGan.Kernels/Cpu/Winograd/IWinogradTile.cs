namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// Winograd's minimal filtering F(m, r): m outputs of a correlation with r taps, y[p] = Σᵢ d[p + i]·g[i], from e = m + r − 1 multiplications instead of m·r
/// (Winograd, "Arithmetic complexity of computations", 1980; Lavin and Gray, "Fast algorithms for convolutional neural networks", 2016).
/// <para>y = Aᵀ[(G g) ∘ (Bᵀ d)].</para>
/// Where it comes from: read backwards, the correlation is a product of polynomials. A polynomial of degree e − 1 is known by its values at e points; so
/// evaluate both factors at the points (G and A), multiply value by value, and interpolate (B). For points x₀ … x₍ₑ₋₂₎ and ∞, with Nⱼ = Πₗ≠ⱼ (xⱼ − xₗ):
/// <para>Aᵀ[i, j] = xⱼⁱ, G[j, k] = xⱼᵏ / Nⱼ, Bᵀ[j, ·] = the coefficients of Πₗ≠ⱼ (x − xₗ);</para>
/// for ∞ the last output and the last tap alone, and the coefficients of Πₗ (x − xₗ).
/// The gradients are the same product read the other ways: with respect to the taps, dg = Gᵀ[(A dy) ∘ (Bᵀ d)], where the sum over tiles is taken before Gᵀ; with
/// respect to the inputs, dd = B[(A dy) ∘ (G g)].
/// <para>
/// In two dimensions every map is applied to columns, then to rows: e² multiplications instead of m²·r². Each method maps one line of vectors (a lane is a
/// channel), read at one step and written at another. All of them are pinned by WinogradTileTests, against the definition in double precision.
/// </para>
/// </summary>
internal unsafe interface IWinogradTile
{
    /// <summary>m: outputs along one side of a tile.</summary>
    static abstract int Outputs { get; }

    /// <summary>r: taps along one side of the filter.</summary>
    static abstract int Taps { get; }

    /// <summary>e = m + r − 1: points of evaluation, and inputs along one side of a tile.</summary>
    static abstract int Points { get; }

    /// <summary>v = Bᵀ d: e inputs to e points.</summary>
    static abstract void Input<TSimd, TVector>(float* d, nint step, float* v, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>u = G g: r taps to e points.</summary>
    static abstract void Filter<TSimd, TVector>(float* g, nint step, float* u, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>y = Aᵀ m: e points to m outputs.</summary>
    static abstract void Output<TSimd, TVector>(float* m, nint step, float* y, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>v = A dy, the transpose of <see cref="Output"/>: m outputs to e points.</summary>
    static abstract void Spread<TSimd, TVector>(float* dy, nint step, float* v, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>dg = Gᵀ u, the transpose of <see cref="Filter"/>: e points to r taps.</summary>
    static abstract void Gather<TSimd, TVector>(float* u, nint step, float* dg, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>d = B v, the transpose of <see cref="Input"/>: e points to e inputs.</summary>
    static abstract void Window<TSimd, TVector>(float* v, nint step, float* d, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}
