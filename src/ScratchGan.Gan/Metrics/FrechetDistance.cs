using MathNet.Numerics.LinearAlgebra;

namespace ScratchGan.Gan.Metrics;

/// <summary>
/// |m₁ − m₂|² + tr(C₁ + C₂ − 2(C₁^½·C₂·C₁^½)^½): the squared Wasserstein-2 distance of two Gaussians with the means and covariances of two sets (Dowson and
/// Landau 1982; on features of a classifier Heusel et al. 2017, where the classifier is Inception and the number is called FID; this is not that number).
/// It falls with the number of samples, for real data too: compare it with its floor.
/// </summary>
public static class FrechetDistance
{
    public static MetricResult Of(Comparison comparison) => comparison.Measure($"FD[{comparison.Space}]", Better.Lower, Between);

    /// <exception cref="MetricException">fewer samples than dimensions, so that the covariances are of a rank that the number of samples decides</exception>
    public static double Between(FeatureSet first, FeatureSet second)
    {
        Comparison.RequireSameSpace(first, second);
        Comparison.RequireAtLeast("Fréchet distance", first.Dimensions + 1, first, second);
        return Between(Moments.Of(first), Moments.Of(second));
    }

    internal static double Between(Moments first, Moments second)
    {
        Matrix<double> root = Moments.Root(first.Covariance);
        Matrix<double> product = root * second.Covariance * root;
        double trace = first.Covariance.Trace() + second.Covariance.Trace() - 2 * Moments.TraceOfRoot((product + product.Transpose()) / 2);
        // Rounding may leave a little less than nothing for equal sets.
        return (first.Mean - second.Mean).PointwisePower(2).Sum() + Math.Max(0, trace);
    }
}
