using System.Numerics;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// How a reduction is shared out; an argument of its kernel. A group of threads is a number of lanes for each of some results, both powers of two, and takes
/// one segment of the reduced elements. The bits of a thread's number are its lane and its result: the lane lowest where the reduced axis is last, so that
/// lanes read neighbours; the result lowest where the kept axis is last, so that results do.
/// </summary>
public readonly struct ReducePlan
{
    /// <summary>Results side by side where the kept axis is last: 128 bytes, what a GPU fetches at once.</summary>
    private const int Neighbours = 32;

    /// <summary>Elements for each chain of a lane, below which more lanes are not worth their barriers.</summary>
    private const int ShortChain = 4;

    /// <summary>Elements of a lane, below which more segments are not worth the second launch that combines their partial results.</summary>
    private const int ShortLane = 32;

    /// <summary>Elements of a lane at most, for the error's sake; see <see cref="Reduce"/>.</summary>
    private const int LongestLane = 128;

    public readonly StridedWalk Kept;
    public readonly StridedWalk Reduced;
    public readonly int KeptCount;
    public readonly int ReducedCount;
    public readonly int LaneMask;
    public readonly int LaneShift;
    public readonly int ResultMask;
    public readonly int ResultShift;

    /// <summary>Reduced elements of a segment.</summary>
    public readonly int SegmentLength;

    /// <summary>Where there are several, the result is a matrix [Segments, KeptCount] that is still to be reduced over its rows.</summary>
    public readonly int Segments;

    /// <summary>Groups that share the results of one segment; a group's number divided by it is its segment.</summary>
    public readonly FastDivisor GroupsPerSegment;

    /// <param name="parallelism">groups that the device can work on at once</param>
    public ReducePlan(ReductionGeometry geometry, int parallelism)
    {
        Kept = new StridedWalk(geometry.Kept, geometry.KeptStrides, geometry.KeptStrides);
        Reduced = new StridedWalk(geometry.Reduced, geometry.ReducedStrides, geometry.ReducedStrides);
        KeptCount = geometry.KeptCount;
        ReducedCount = geometry.ReducedCount;

        int groupBits = Bits(GpuContext.GroupSize);
        int laneBits = geometry.LastIsReduced
            ? Math.Min(groupBits, Bits(Quotient(ReducedCount, ShortChain)))
            : Math.Min(groupBits - Bits(Math.Min(Neighbours, KeptCount)), Bits(ReducedCount));
        LaneMask = (1 << laneBits) - 1;
        LaneShift = geometry.LastIsReduced ? 0 : groupBits - laneBits;
        ResultMask = (1 << (groupBits - laneBits)) - 1;
        ResultShift = geometry.LastIsReduced ? laneBits : 0;

        int groups = Quotient(KeptCount, ResultMask + 1);
        int laneLength = Quotient(ReducedCount, LaneMask + 1);
        int wanted = Math.Clamp(Quotient(laneLength, Quotient(parallelism, groups)), ShortLane, LongestLane);
        SegmentLength = Quotient(laneLength, Quotient(laneLength, wanted)) << laneBits;
        Segments = Quotient(ReducedCount, SegmentLength);
        GroupsPerSegment = new FastDivisor(groups);
    }

    public int Groups => GroupsPerSegment.Divisor * Segments;

    /// <summary>⌈log₂ n⌉.</summary>
    private static int Bits(int n) => 32 - BitOperations.LeadingZeroCount((uint)n - 1);

    /// <summary>⌈n/d⌉, without the overflow of (n + d − 1)/d.</summary>
    private static int Quotient(int n, int d) => n / d + (n % d == 0 ? 0 : 1);
}
