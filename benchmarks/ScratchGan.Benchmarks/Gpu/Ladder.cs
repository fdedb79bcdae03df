using ILGPU;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>A version of a product c = a ∘ b.</summary>
internal sealed record ProductVersion<TGeometry>(string Name, MatrixPrecision Precision, ProductRun<TGeometry> Run);

internal delegate void ProductRun<TGeometry>(GpuContext context, in TGeometry geometry, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c);

internal unsafe delegate void ScalarProduct<TGeometry>(in TGeometry geometry, float* a, float* b, float* c);

/// <summary>Lengths of the three arrays, products in each sum, operations.</summary>
internal readonly record struct ProductSizes(int A, int B, int C, int Terms, double Flops);

/// <summary>All versions of one product, the plain loops that say what it is, and what is measured of one version.</summary>
internal sealed unsafe class Ladder<TGeometry>(
    string name, Func<TGeometry, ProductSizes> sizes, ScalarProduct<TGeometry> scalar, IReadOnlyList<ProductVersion<TGeometry>> versions)
    where TGeometry : struct
{
    private const double Epsilon = 1.0 / (1 << 24);

    /// <summary>Two factors rounded to the 11 bits of TF32, each by up to 2⁻¹¹.</summary>
    private const double Tf32Epsilon = 1.01 / (1 << 10);

    public string Name { get; } = name;

    /// <summary>Those that the device can run.</summary>
    public IReadOnlyList<ProductVersion<TGeometry>> Versions(GpuContext context) =>
        [.. versions.Where(version => version.Precision == MatrixPrecision.Single || context.HasTensorCores)];

    /// <summary>Why versions must not be timed, by name: wrong results at a size that no tile divides, or a kernel that the device refuses.</summary>
    public IReadOnlyDictionary<string, string> Refusals(GpuContext context, TGeometry small)
    {
        var refusals = new Dictionary<string, string>();
        foreach (ProductVersion<TGeometry> version in Versions(context))
            if (Agreement.Refusal(() => Mismatch(context, version, small)) is string refusal)
                refusals.Add(version.Name, refusal);
        return refusals;
    }

    /// <summary>Times of the versions that were not refused, in turns.</summary>
    public IReadOnlyDictionary<string, Time> Times(GpuContext context, TGeometry geometry, IReadOnlyDictionary<string, string> refusals)
    {
        ProductSizes size = sizes(geometry);
        using var arrays = new GpuArrays(context);
        ArrayView<float> a = arrays.Random(size.A);
        ArrayView<float> b = arrays.Random(size.B);
        ArrayView<float> c = arrays.Room(size.C);
        ProductVersion<TGeometry>[] right = [.. Versions(context).Where(version => !refusals.ContainsKey(version.Name))];
        Time[] times = Timing.InTurns([.. right.Select(version => (Action)(() => version.Run(context, geometry, a, b, c)))], context.Stream.Synchronize);
        return right.Zip(times).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    public double TeraFlops(TGeometry geometry, Time time) => sizes(geometry).Flops / time.Milliseconds * 1e-9;

    /// <summary>
    /// Against the plain loops in single precision, on numbers drawn for this one check. Two float sums of K products in any order each satisfy
    /// |error| ≤ (K + 1)·ε·Σ|a·b|, ε = 2⁻²⁴; the loops on |a| and |b| give Σ|a·b|.
    /// </summary>
    private string? Mismatch(GpuContext context, ProductVersion<TGeometry> version, TGeometry geometry)
    {
        ProductSizes size = sizes(geometry);
        using var arrays = new GpuArrays(context);
        ArrayView<float> a = arrays.Random(size.A);
        ArrayView<float> b = arrays.Random(size.B);
        ArrayView<float> c = arrays.Room(size.C);
        version.Run(context, geometry, a, b, c);
        float[] left = arrays.Download(a);
        float[] right = arrays.Download(b);
        float[] expected = Scalar(geometry, left, right, size.C);
        float[] magnitudes = Scalar(geometry, Absolute(left), Absolute(right), size.C);
        double share = 2 * (size.Terms + 1) * Epsilon + (version.Precision == MatrixPrecision.Tf32 ? Tf32Epsilon : 0);
        return Agreement.Mismatch(expected, arrays.Download(c), i => share * magnitudes[i]);
    }

    private float[] Scalar(TGeometry geometry, float[] a, float[] b, int length)
    {
        float[] c = new float[length];
        fixed (float* left = a, right = b, result = c)
            scalar(geometry, left, right, result);
        return c;
    }

    private static float[] Absolute(float[] values) => [.. values.Select(Math.Abs)];
}
