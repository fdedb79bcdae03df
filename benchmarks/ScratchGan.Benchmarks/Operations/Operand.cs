using System.Runtime.InteropServices;
using ScratchGan.Benchmarks.Gpu;
using ScratchGan.Engine;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>One array of an operation: an image's share in host memory, and so many copies of it on a backend.</summary>
/// <param name="backend">null when only the plain loops run</param>
internal sealed unsafe class Operand(int length, int copies, IBackend? backend) : IDisposable
{
    /// <summary>Of results around their root mean square: a check against mistakes, the tests' bounds are closer.</summary>
    private const double Tolerance = 1e-4;

    private const nuint Alignment = 64;
    private readonly Storage? _storage = backend?.Allocate(length * copies);

    public float* Host { get; } = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), Alignment);

    public Slice Device => new(_storage!, 0, length * copies);

    private Span<float> Share => new(Host, length);

    public void Fill(Func<int, float> value)
    {
        for (int i = 0; i < length; i++)
            Host[i] = value(i);
        if (backend is null)
            return;
        float[] all = new float[length * copies];
        for (int copy = 0; copy < copies; copy++)
            Share.CopyTo(all.AsSpan(copy * length));
        backend.Upload(all, Device);
    }

    /// <summary>Null when every copy on the backend is the host's share times a factor, else the first number that is not.</summary>
    public string? Mismatch(int compared, float factor)
    {
        float[] found = new float[length * copies];
        backend!.Download(Device, found);
        float[] expected = new float[length];
        double squares = 0;
        for (int i = 0; i < length; i++)
        {
            expected[i] = Host[i] * factor;
            squares += (double)expected[i] * expected[i];
        }
        double size = Math.Sqrt(squares / length);
        return Enumerable.Range(0, compared)
            .Select(copy => Agreement.Mismatch(expected, found.AsSpan(copy * length, length), i => Tolerance * (size + Math.Abs(expected[i]))))
            .FirstOrDefault(mismatch => mismatch is not null);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Host);
        if (_storage is not null)
            backend!.Free(_storage);
    }
}
