using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

// c a channel, M = N·S the values in it, e the number of one of them, 0 ≤ e < M.

/// <summary>
/// How a channel is cut into segments of consecutive values, a group of threads to each. In x [N, C, S] value e lies at ((e / S)·C + c)·S + e % S, which is
/// c·S + e + (e / S)·(C − 1)·S.
/// </summary>
internal readonly struct BatchNorm2dSegments
{
    /// <summary>Most values of a segment: 32 KiB, which its group finds in the first-level cache when it reads them again.</summary>
    private const int Longest = 8192;

    /// <summary>Fewest values worth a group of their own: four for each thread.</summary>
    private const int Shortest = 4 * GpuContext.GroupSize;

    private readonly FastDivisor _plane;
    private readonly FastDivisor _segments;
    private readonly int _otherChannels;

    /// <param name="parallelism">groups to cut the whole work into at least, if it is large enough</param>
    public BatchNorm2dSegments(in NormGeometry geometry, int parallelism)
    {
        Count = geometry.Count;
        int wanted = Math.Clamp(parallelism / geometry.C, (Count + Longest - 1) / Longest, Math.Max(1, Count / Shortest));
        int length = (Count + wanted - 1) / wanted;
        Length = (length + GpuContext.GroupSize - 1) / GpuContext.GroupSize * GpuContext.GroupSize;
        Groups = geometry.C * ((Count + Length - 1) / Length);
        _plane = new FastDivisor(geometry.S);
        _segments = new FastDivisor((Count + Length - 1) / Length);
        _otherChannels = (geometry.C - 1) * geometry.S;
    }

    /// <summary>M.</summary>
    public int Count { get; }

    /// <summary>Values of a segment; the last one of a channel has the rest.</summary>
    public int Length { get; }

    /// <summary>Segments of all channels, numbered channel by channel.</summary>
    public int Groups { get; }

    /// <summary>Segments of one channel.</summary>
    public int PerChannel => _segments.Divisor;

    public int Channel(int group) => _segments.Divide(group);

    /// <summary>The first value of a segment of a channel.</summary>
    public int Start(int segment) => segment * Length;

    /// <summary>The value behind the last.</summary>
    public int End(int segment) => Math.Min(segment * Length + Length, Count);

    /// <summary>How many values a segment has.</summary>
    public int Size(int segment) => End(segment) - Start(segment);

    /// <summary>Where value 0 of a channel lies.</summary>
    public int Origin(int channel) => channel * _plane.Divisor;

    /// <summary>Where value e of the channel with this origin lies.</summary>
    public int Address(int origin, int e) => origin + e + _plane.Divide(e) * _otherChannels;
}
