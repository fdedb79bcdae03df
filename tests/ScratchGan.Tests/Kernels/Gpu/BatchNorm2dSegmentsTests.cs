using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

public sealed class BatchNorm2dSegmentsTests
{
    /// <summary>N, C, S and the parallelism of a small and of a large device; with the segments of a channel expected.</summary>
    public static TheoryData<int, int, int, int, int> Cases => new()
    {
        { 1, 1, 1, 4, 1 }, { 37, 5, 1, 264, 1 }, { 3, 2, 2049, 4, 2 }, { 128, 512, 16, 264, 1 }, { 128, 64, 1024, 264, 16 }, { 128, 3, 4096, 264, 86 },
        { 5, 1, 1023, 264, 4 }, { 5, 1, 1023, 1, 1 }, { 3, 1, 9001, 4, 4 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Segments_of_at_most_8192_values_cover_every_channel_once(int n, int c, int s, int parallelism, int expected)
    {
        var segments = new BatchNorm2dSegments(new NormGeometry(n, c, s), parallelism);
        Assert.Equal(expected, segments.PerChannel);
        Assert.Equal(c * expected, segments.Groups);
        int next = 0;
        for (int segment = 0; segment < segments.PerChannel; segment++)
        {
            Assert.Equal(next, segments.Start(segment));
            Assert.InRange(segments.Size(segment), 1, 8192);
            next = segments.End(segment);
        }
        Assert.Equal(n * s, next);
        for (int group = 0; group < segments.Groups; group++)
            Assert.Equal(group / expected, segments.Channel(group));
    }

    [Fact]
    public void Every_value_of_every_channel_has_the_address_of_its_place_in_NCS()
    {
        var geometry = new NormGeometry(5, 3, 7);
        var segments = new BatchNorm2dSegments(geometry, 4);
        for (int c = 0; c < geometry.C; c++)
            for (int e = 0; e < geometry.Count; e++)
                Assert.Equal((e / geometry.S * geometry.C + c) * geometry.S + e % geometry.S, segments.Address(segments.Origin(c), e));
    }
}
