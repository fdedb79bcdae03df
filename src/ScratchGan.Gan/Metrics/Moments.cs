using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace ScratchGan.Gan.Metrics;

/// <summary>The mean and covariance of a set, in double precision.</summary>
internal sealed record Moments(Vector<double> Mean, Matrix<double> Covariance)
{
    /// <summary>An eigenvalue below −this times the largest is no rounding error of a covariance.</summary>
    private const double Tolerance = 1e-8;

    /// <summary>m = 1/n Σ xᵢ, C = 1/(n − 1) Σ (xᵢ − m)(xᵢ − m)ᵀ.</summary>
    internal static Moments Of(FeatureSet set)
    {
        Matrix<double> rows = Matrix<double>.Build.Dense(set.Count, set.Dimensions, (i, j) => set[i][j]);
        Vector<double> mean = rows.ColumnSums() / set.Count;
        rows.MapIndexedInplace((_, j, value) => value - mean[j], Zeros.Include);
        return new Moments(mean, rows.TransposeThisAndMultiply(rows) / (set.Count - 1));
    }

    /// <summary>C^½ = V·diag(√λ)·Vᵀ.</summary>
    internal static Matrix<double> Root(Matrix<double> covariance)
    {
        Evd<double> factors = covariance.Evd(Symmetricity.Symmetric);
        Vector<double> roots = Roots(factors);
        return factors.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(roots) * factors.EigenVectors.Transpose();
    }

    /// <summary>tr C^½ = Σ √λ.</summary>
    internal static double TraceOfRoot(Matrix<double> covariance) => Roots(covariance.Evd(Symmetricity.Symmetric)).Sum();

    private static Vector<double> Roots(Evd<double> factors)
    {
        Vector<double> values = factors.EigenValues.Real();
        double largest = values.AbsoluteMaximum();
        return values.Map(value => value >= -Tolerance * largest
            ? Math.Sqrt(Math.Max(0, value))
            : throw new MetricException($"Fréchet distance: expected a covariance without negative eigenvalues, found {value:G3} beside {largest:G3}"));
    }
}
