using System.Runtime.Intrinsics;
using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Cpu.Winograd;
using Xunit;

namespace ScratchGan.Tests.Kernels.Cpu.Winograd;

/// <summary>
/// Every map of every tile against its matrix, built from the points as <see cref="IWinogradTile"/> defines it, in double precision; and the identity that the
/// matrices stand for. Unit vectors read the columns of a map one by one; each lane holds a multiple of its own, so lanes cannot be mixed up.
/// </summary>
public sealed unsafe class WinogradTileTests
{
    private static readonly double[] FivePoints = [0.5, -0.5, 1.25, -1.25];
    private static readonly double[] ThreePoints = [1, -1];

    /// <summary>A map from one line of vectors to another.</summary>
    private delegate void Map(float* source, nint step, float* target, nint targetStep);

    [Fact]
    public void F42_is_its_matrices() => CheckAllWidths<F42>(FivePoints);

    [Fact]
    public void F33_is_its_matrices() => CheckAllWidths<F33>(FivePoints);

    [Fact]
    public void F22_is_its_matrices() => CheckAllWidths<F22>(ThreePoints);

    /// <summary>y[p] = Σ d[p + i]·g[i] = Aᵀ[(G g) ∘ (Bᵀ d)], for the matrices as defined.</summary>
    [Theory]
    [InlineData(4, 2)]
    [InlineData(3, 3)]
    [InlineData(2, 2)]
    public void The_matrices_filter(int outputs, int taps)
    {
        var matrices = new WinogradMatrices(outputs == 2 ? ThreePoints : FivePoints, outputs, taps);
        var random = new Random(outputs);
        double[] d = [.. Enumerable.Range(0, matrices.Points).Select(_ => random.NextDouble() - 0.5)];
        double[] g = [.. Enumerable.Range(0, taps).Select(_ => random.NextDouble() - 0.5)];
        double[] v = WinogradMatrices.Product(matrices.InputMap, d);
        double[] u = WinogradMatrices.Product(matrices.FilterMap, g);
        double[] y = WinogradMatrices.Product(matrices.OutputMap, [.. v.Zip(u, (left, right) => left * right)]);
        for (int p = 0; p < outputs; p++)
            Assert.Equal(Enumerable.Range(0, taps).Sum(i => d[p + i] * g[i]), y[p], 1e-12);
    }

    private static void CheckAllWidths<TTile>(double[] points)
        where TTile : struct, IWinogradTile
    {
        Check<TTile, Simd128, Vector128<float>>(points);
        Check<TTile, Simd256, Vector256<float>>(points);
        Check<TTile, Simd512, Vector512<float>>(points);
    }

    private static void Check<TTile, TSimd, TVector>(double[] points)
        where TTile : struct, IWinogradTile
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var matrices = new WinogradMatrices(points, TTile.Outputs, TTile.Taps);
        Assert.Equal(matrices.Points, TTile.Points);
        CheckMap(TTile.Input<TSimd, TVector>, matrices.InputMap, TSimd.Lanes);
        CheckMap(TTile.Filter<TSimd, TVector>, matrices.FilterMap, TSimd.Lanes);
        CheckMap(TTile.Output<TSimd, TVector>, matrices.OutputMap, TSimd.Lanes);
        CheckMap(TTile.Spread<TSimd, TVector>, WinogradMatrices.Transposed(matrices.OutputMap), TSimd.Lanes);
        CheckMap(TTile.Gather<TSimd, TVector>, WinogradMatrices.Transposed(matrices.FilterMap), TSimd.Lanes);
        CheckMap(TTile.Window<TSimd, TVector>, WinogradMatrices.Transposed(matrices.InputMap), TSimd.Lanes);
    }

    private static void CheckMap(Map map, double[,] matrix, int lanes)
    {
        int rows = matrix.GetLength(0);
        int columns = matrix.GetLength(1);
        int step = lanes + 3;
        int targetStep = lanes + 5;
        using var source = new FloatBuffer(columns * step);
        using var target = new FloatBuffer(rows * targetStep);
        for (int column = 0; column < columns; column++)
        {
            source.Span.Fill(0);
            target.Span.Fill(float.NaN);
            for (int lane = 0; lane < lanes; lane++)
                source.Span[column * step + lane] = 1 + lane;
            map(source.Pointer, step, target.Pointer, targetStep);
            for (int row = 0; row < rows; row++)
                for (int lane = 0; lane < lanes; lane++)
                    Assert.Equal(matrix[row, column] * (1 + lane), target.Span[row * targetStep + lane], 1e-6 * (1 + lane));
        }
    }
}
