using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine;

/// <summary>
/// What a device must be able to do: memory, and a small set of primitives on contiguous slices. Targets come last and are overwritten.
/// All shapes have been checked by the operations above; a backend checks nothing.
/// </summary>
public interface IBackend : IDisposable
{
    string Name { get; }

    Storage Allocate(int capacity);

    void Free(Storage storage);

    void Upload(ReadOnlySpan<float> source, Slice target);

    void Download(Slice source, Span<float> target);

    void Fill(float value, Slice y);

    /// <summary>y = f(x).</summary>
    void Map<TOperator>(TOperator function, Slice x, Slice y)
        where TOperator : struct, IUnaryOperator;

    /// <summary>y = f(a, b), all of one length.</summary>
    void Zip<TOperator>(TOperator function, Slice a, Slice b, Slice y)
        where TOperator : struct, IBinaryOperator;

    /// <summary>y = f(a, b) with NumPy's broadcasting.</summary>
    void Zip<TOperator>(TOperator function, BroadcastGeometry geometry, Slice a, Slice b, Slice y)
        where TOperator : struct, IBinaryOperator;

    /// <summary>y = f(a, b, c), all of one length.</summary>
    void Zip<TOperator>(TOperator function, Slice a, Slice b, Slice c, Slice y)
        where TOperator : struct, ITernaryOperator;

    /// <summary>Sums, or another reduction, over some axes of x.</summary>
    void Reduce<TReduction>(TReduction reduction, ReductionGeometry geometry, Slice x, Slice y)
        where TReduction : struct, IReduction;

    /// <summary>Permutes, slices, pads, repeats: one copy between two strided layouts. Elements the copy does not reach keep their values.</summary>
    void Copy(StridedGeometry geometry, Slice source, Slice target);

    /// <summary>y[r, :] = x[indices[r], :].</summary>
    void Gather(int width, Slice x, Slice indices, Slice y);

    /// <summary>y = 0, then y[indices[r], :] += x[r, :].</summary>
    void ScatterAdd(int width, Slice x, Slice indices, Slice y);

    void MatMul(in MatMulGeometry geometry, Slice a, Slice b, Slice c);

    void Conv2d(in ConvolutionGeometry geometry, Slice x, Slice w, Slice y);

    void ConvTranspose2d(in ConvolutionGeometry geometry, Slice g, Slice w, Slice x);

    void Conv2dWeightGradient(in ConvolutionGeometry geometry, Slice x, Slice g, Slice w);

    void BatchNorm<TActivation>(
        in NormGeometry geometry, TActivation activation, float epsilon, Slice x, Slice gamma, Slice beta, Slice y, Slice mean, Slice variance)
        where TActivation : struct, IDifferentiableOperator;

    void BatchNormGradient<TActivation>(
        in NormGeometry geometry, TActivation activation, float epsilon, Slice x, Slice gamma, Slice beta, Slice mean, Slice variance, Slice u,
        Slice dx, Slice dgamma, Slice dbeta)
        where TActivation : struct, IDifferentiableOperator;

    /// <summary>One optimizer step in place; moments a rule does not use may be any slice.</summary>
    void Update<TRule>(TRule rule, Slice parameter, Slice gradient, Slice first, Slice second)
        where TRule : struct, IUpdateRule;

    /// <summary>Numbers position, position + 1, … of a Philox stream, uniform in [0, 1).</summary>
    void RandomUniform(ulong seed, ulong stream, ulong position, Slice y);

    /// <summary>Numbers position, position + 1, … of a Philox stream, standard normal.</summary>
    void RandomNormal(ulong seed, ulong stream, ulong position, Slice y);

    /// <summary>Index of the first NaN or infinity; −1 when there is none.</summary>
    int FirstNonFinite(Slice x);
}
