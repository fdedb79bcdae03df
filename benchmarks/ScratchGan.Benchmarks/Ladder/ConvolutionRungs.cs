using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Cpu.Winograd;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Benchmarks.Ladder;

/// <summary>The three kernels of a convolution.</summary>
internal enum ConvolutionKernel
{
    Conv2d,
    ConvTranspose2d,
    WeightGradient,
}

/// <summary>One version of a kernel.</summary>
internal sealed record ConvolutionRung(string Name, Action Run);

/// <summary>
/// Every version of the three kernels of one 4×4 convolution of stride 2, on arguments of their own: the direct product, and Winograd's tiles on the widest
/// vectors and, where those are AVX-512's, on AVX2's.
/// </summary>
internal sealed unsafe class ConvolutionRungs : IDisposable
{
    /// <summary>Root mean square of the differences, as a share of that of the results: some hundred times what rounding makes of them.</summary>
    private const double Tolerance = 1e-4;

    private readonly CpuContext _context;
    private readonly float* _x, _w, _g, _result;
    private readonly int _big, _weights, _small;

    public ConvolutionRungs(CpuContext context, in ConvolutionGeometry geometry)
    {
        _context = context;
        Geometry = geometry;
        _big = geometry.N * geometry.C * geometry.H * geometry.W;
        _weights = geometry.F * geometry.Taps;
        _small = geometry.N * geometry.F * geometry.P * geometry.Q;
        _x = Uniform(_big, seed: 1);
        _w = Uniform(_weights, seed: 2);
        _g = Uniform(_small, seed: 3);
        _result = Uniform(Math.Max(_big, Math.Max(_weights, _small)), seed: 4);
    }

    public ConvolutionGeometry Geometry { get; }

    public IReadOnlyList<ConvolutionRung> Of(ConvolutionKernel kernel)
    {
        List<ConvolutionRung> rungs = [new("direct product", () => Direct(kernel))];
        if (Vector512.IsHardwareAccelerated)
        {
            rungs.Add(new("F(2×2, 2×2)", () => Winograd<F22, Simd512, Vector512<float>>(kernel)));
            rungs.Add(new("F(4×4, 2×2), 256 bits", () => Winograd<F42, Simd256, Vector256<float>>(kernel)));
            rungs.Add(new("F(4×4, 2×2)", () => Winograd<F42, Simd512, Vector512<float>>(kernel)));
        }
        else
        {
            rungs.Add(new("F(2×2, 2×2)", () => Winograd<F22, Simd256, Vector256<float>>(kernel)));
            rungs.Add(new("F(4×4, 2×2)", () => Winograd<F42, Simd256, Vector256<float>>(kernel)));
        }
        return rungs;
    }

    /// <summary>Of each version's results from the first one's: root mean square, as a share.</summary>
    /// <exception cref="InvalidOperationException">more than rounding explains</exception>
    public double[] Errors(ConvolutionKernel kernel)
    {
        int length = kernel switch { ConvolutionKernel.Conv2d => _small, ConvolutionKernel.ConvTranspose2d => _big, _ => _weights };
        IReadOnlyList<ConvolutionRung> rungs = Of(kernel);
        rungs[0].Run();
        float[] expected = new ReadOnlySpan<float>(_result, length).ToArray();
        double size = expected.Sum(value => (double)value * value);
        double[] errors = new double[rungs.Count];
        for (int i = 0; i < errors.Length; i++)
        {
            new Span<float>(_result, length).Fill(float.NaN);
            rungs[i].Run();
            double difference = 0;
            for (int k = 0; k < length; k++)
                difference += Math.Pow((double)_result[k] - expected[k], 2);
            errors[i] = Math.Sqrt(difference / size);
            if (!(errors[i] <= Tolerance))
                throw new InvalidOperationException($"{kernel}, {rungs[i].Name}: differs from the direct product by {errors[i]:E1} of its size");
        }
        return errors;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_x);
        NativeMemory.AlignedFree(_w);
        NativeMemory.AlignedFree(_g);
        NativeMemory.AlignedFree(_result);
    }

    private void Direct(ConvolutionKernel kernel)
    {
        if (kernel == ConvolutionKernel.Conv2d)
            Conv2d.RunDirect(_context, Geometry, _x, _w, _result);
        else if (kernel == ConvolutionKernel.ConvTranspose2d)
            ConvTranspose2d.RunDirect(_context, Geometry, _g, _w, _result);
        else
            Conv2dWeightGradient.RunDirect(_context, Geometry, _x, _g, _result);
    }

    private void Winograd<TTile, TSimd, TVector>(ConvolutionKernel kernel)
        where TTile : struct, IWinogradTile
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (kernel == ConvolutionKernel.Conv2d)
            WinogradConv2d<TTile, TSimd, TVector>.Run(_context, Geometry, _x, _w, _result);
        else if (kernel == ConvolutionKernel.ConvTranspose2d)
            WinogradConvTranspose2d<TTile, TSimd, TVector>.Run(_context, Geometry, _g, _w, _result);
        else
            WinogradWeightGradient<TTile, TSimd, TVector>.Run(_context, Geometry, _x, _g, _result);
    }

    private static float* Uniform(int length, int seed)
    {
        float* values = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        var random = new Random(seed);
        for (int i = 0; i < length; i++)
            values[i] = random.NextSingle() - 0.5f;
        return values;
    }
}
