namespace ScratchGan.Kernels.Geometry;

/// <summary>Sizes of a normalisation per channel of x [N, C, S], S the pixels of one plane.</summary>
public readonly record struct NormGeometry(int N, int C, int S)
{
    /// <summary>Values that one channel's statistics are taken over.</summary>
    public int Count => N * S;

    /// <summary>M/(M − 1) for M values: the biased variance times this is the unbiased one; 1 for a single value.</summary>
    public float Unbiased => Count / Math.Max(1f, Count - 1f);
}
