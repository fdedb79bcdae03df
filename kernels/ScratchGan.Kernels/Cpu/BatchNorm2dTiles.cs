using System.Numerics;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu;

// N images, C channels, S pixels of a plane; n, c, s their indices.

public static unsafe partial class BatchNorm2d
{
    /// <summary>Values of a channel summed in float before double takes over: at most 128 to a lane.</summary>
    private const int Piece = 1024;

    /// <summary>Two sums over a channel.</summary>
    private struct Sums
    {
        public double First;
        public double Second;
    }

    /// <summary>Memory for the sums of all bands, [band, c], and the constants of all channels.</summary>
    private readonly struct Scratch
    {
        public Scratch(CpuContext context, NormGeometry geometry, Tiles tiles)
        {
            long sums = (long)tiles.Bands * geometry.C;
            long bytes = sums * sizeof(Sums) + geometry.C * ((long)sizeof(Channel) + sizeof(Pull));
            Sums = (Sums*)context.Workspace.Shared(bytes / sizeof(float));
            Channels = (Channel*)(Sums + sums);
            Pulls = (Pull*)(Channels + geometry.C);
        }

        public Sums* Sums { get; }

        public Channel* Channels { get; }

        public Pull* Pulls { get; }
    }

    /// <summary>What is summed over a channel.</summary>
    private interface ISummands
    {
        /// <summary>Adds the two sums over count values, from a place in x on, to two vectors of lanes.</summary>
        void Add(int c, nint place, int count, float* lanes);
    }

    /// <summary>Some images by some channels, ends excluded; the band counts the groups of images.</summary>
    private readonly record struct Tile(int Band, int FirstImage, int LastImage, int FirstChannel, int LastChannel);

    /// <summary>
    /// Work is cut into tiles of some images by some neighbouring channels. Within one the planes are taken in the order of memory, in runs of at least 2 KiB:
    /// one channel after the other, each a short plane in every image, reads memory in leaps that the hardware does not foresee, and the leaps, all multiples
    /// of a power of two, fall into a few sets of the caches.
    /// </summary>
    private readonly struct Tiles(NormGeometry geometry)
    {
        private const int ShortestRun = 512;
        private const int ShortestPlane = 16;
        private readonly int _images = Images(geometry);
        private readonly int _channels = Math.Clamp(
            Math.Max(Chunks.Length / (Images(geometry) * geometry.S), ShortestRun / geometry.S), 1, geometry.C);

        public int Channels => _channels;

        /// <summary>Tiles that a channel is cut into.</summary>
        public int Bands => Chunks.Count(geometry.N, _images);

        public int Count => Bands * Chunks.Count(geometry.C, _channels);

        public Tile this[int item]
        {
            get
            {
                (int band, int group) = Math.DivRem(item, Chunks.Count(geometry.C, _channels));
                return new Tile(
                    band, band * _images, Math.Min(geometry.N, (band + 1) * _images), group * _channels, Math.Min(geometry.C, (group + 1) * _channels));
            }
        }

        /// <summary>As many as make a piece, where a plane shorter than two vectors counts as long as that.</summary>
        private static int Images(NormGeometry geometry) => Math.Clamp(Piece / Math.Max(geometry.S, ShortestPlane), 1, geometry.N);
    }

    /// <summary>sums[band, c] over each band of images: to be added by <see cref="Total"/>.</summary>
    private static void Sum<TSummands>(CpuContext context, NormGeometry geometry, TSummands summands, Sums* sums)
        where TSummands : struct, ISummands
    {
        var tiles = new Tiles(geometry);
        context.Threads.For(tiles.Count, (item, lane) =>
        {
            Tile tile = tiles[item];
            float* lanes = context.Workspace.Lane(lane, (long)tiles.Channels * 2 * Vector<float>.Count);
            SumTile(geometry, tile, summands, lanes, sums + (nint)tile.Band * geometry.C);
        });
    }

    private static void SumTile<TSummands>(NormGeometry geometry, Tile tile, TSummands summands, float* lanes, Sums* to)
        where TSummands : struct, ISummands
    {
        int width = 2 * Vector<float>.Count;
        int channels = tile.LastChannel - tile.FirstChannel;
        new Span<float>(lanes, channels * width).Clear();
        new Span<Sums>(to + tile.FirstChannel, channels).Clear();
        for (int n = tile.FirstImage; n < tile.LastImage; n++)
            for (int c = tile.FirstChannel; c < tile.LastChannel; c++)
            {
                nint plane = ((nint)n * geometry.C + c) * geometry.S;
                float* own = lanes + (c - tile.FirstChannel) * width;
                for (int s = 0; s < geometry.S; s += Piece)
                {
                    summands.Add(c, plane + s, Math.Min(Piece, geometry.S - s), own);
                    if (geometry.S > Piece)
                        Flush(own, to + c);
                }
            }
        for (int c = tile.FirstChannel; c < tile.LastChannel; c++)
            Flush(lanes + (c - tile.FirstChannel) * width, to + c);
    }

    /// <summary>The sums of one channel over all bands, in their order.</summary>
    private static Sums Total(NormGeometry geometry, Sums* sums, int bands, int c)
    {
        Sums total = default;
        for (int band = 0; band < bands; band++)
        {
            total.First += sums[(nint)band * geometry.C + c].First;
            total.Second += sums[(nint)band * geometry.C + c].Second;
        }
        return total;
    }

    /// <summary>Hands the lanes on to double and starts them again.</summary>
    private static void Flush(float* lanes, Sums* to)
    {
        int width = Vector<float>.Count;
        to->First += Vector.Sum(Vector.Load(lanes));
        to->Second += Vector.Sum(Vector.Load(lanes + width));
        Vector.Store(Vector<float>.Zero, lanes);
        Vector.Store(Vector<float>.Zero, lanes + width);
    }
}
