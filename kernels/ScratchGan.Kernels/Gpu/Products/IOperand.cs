namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// One factor of an implicit matrix product C[m, n] = Σₖ L[m, k]·R[k, n]: a rule that says where each of its numbers stands, so that no matrix is built.
/// The free index is m for the left factor and n for the right. Many problems of one kind (the groups of a convolution, the phases of a transposed one) run
/// in one launch, each group of threads working on one. Implementations are structs of views and integers; every call is inlined.
/// </summary>
/// <typeparam name="TSelf">the implementation itself</typeparam>
public interface IOperand<TSelf>
    where TSelf : struct, IOperand<TSelf>
{
    /// <summary>
    /// Which four numbers <see cref="Load"/> takes together: true for (index, k … k + 3), false for (index … index + 3, k); index or k, respectively, is then
    /// a multiple of four. The choice follows memory: neighbours along it lie close to each other.
    /// </summary>
    static abstract bool AlongK { get; }

    /// <summary>Terms of the sum: k runs from 0 to Depth − 1. Both factors of a product agree; 0 is allowed, and makes zeros.</summary>
    int Depth { get; }

    /// <summary>The factor of one of the problems, numbered from 0; to be called once, before the other members.</summary>
    TSelf Problem(int problem);

    /// <summary>Everything about a free index (and the three after it, unless <see cref="AlongK"/>) that does not depend on k, worked out once.</summary>
    /// <param name="index">at least 0; may lie behind the last</param>
    Line Open(int index);

    /// <summary>
    /// Four numbers, as <see cref="AlongK"/> says; 0 for those whose free index lies behind the last or whose k is not less than <see cref="Depth"/>.
    /// </summary>
    Quad Load(Line line, int k);
}
