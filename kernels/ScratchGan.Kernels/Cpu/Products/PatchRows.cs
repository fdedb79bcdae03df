using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// The transposed patch matrix of <see cref="PatchPlanes"/> as a right factor: rows k = positions, columns = (channel, tap). Blocks of k are blocks of
/// positions, blocks of columns are blocks of channels. Eight positions of eight columns are transposed at a time.
/// </summary>
internal readonly unsafe struct PatchRows(PatchPlanes planes, TapTable taps, int tapCount, int channelsPerGroup, int channelsPerBlock) : IRightMatrix
{
    /// <summary>The planes, and behind them the offset of each position of the block.</summary>
    public long PreparedLength => channelsPerBlock * planes.ChannelStride + planes.MaxPositions;

    public int Columns(int columnBlock) => Channels(columnBlock) * tapCount;

    public int Depth(int depthBlock, int residue) => planes.Block(depthBlock).Positions;

    public void Prepare(int group, int columnBlock, int depthBlock, float* prepared)
    {
        PatchBlock block = planes.Block(depthBlock);
        planes.Prepare(block, group * channelsPerGroup + columnBlock * channelsPerBlock, Channels(columnBlock), prepared);
        int* positions = Positions(prepared);
        for (int position = 0; position < block.Positions; position++)
            positions[position] = (int)planes.PositionOffset(block, position);
    }

    public void Pack(int columnBlock, int depthBlock, int residue, float* prepared, float* panels)
    {
        PatchBlock block = planes.Block(depthBlock);
        int columns = Columns(columnBlock);
        int* tapOffsets = taps.Offsets(0);
        float** lanes = stackalloc float*[MicroKernel.Columns];
        for (int first = 0; first < columns; first += MicroKernel.Columns, panels += block.Positions * MicroKernel.Columns)
        {
            for (int lane = 0; lane < MicroKernel.Columns; lane++)
            {
                (int channel, int tap) = Math.DivRem(Math.Min(first + lane, columns - 1), tapCount);
                lanes[lane] = prepared + channel * planes.ChannelStride + tapOffsets[tap];
            }
            PackPanel(Positions(prepared), block.Positions, block.Columns % 4 == 0, lanes, panels);
        }
    }

    /// <summary>panel[k][lane] = lanes[lane][positions[k]].</summary>
    private static void PackPanel(int* positions, int count, bool inFours, float** lanes, float* panel)
    {
        int k = 0;
        if (Avx.IsSupported && inFours)
            for (; k + 8 <= count; k += 8, panel += 8 * MicroKernel.Columns)
            {
                nint here = positions[k];
                nint next = positions[k + 4];
                for (int half = 0; half < MicroKernel.Columns; half += 8)
                    Transposition.Store(
                        Eight(lanes[half], here, next), Eight(lanes[half + 1], here, next), Eight(lanes[half + 2], here, next),
                        Eight(lanes[half + 3], here, next), Eight(lanes[half + 4], here, next), Eight(lanes[half + 5], here, next),
                        Eight(lanes[half + 6], here, next), Eight(lanes[half + 7], here, next), panel + half, MicroKernel.Columns);
            }
        for (; k < count; k++, panel += MicroKernel.Columns)
            for (int lane = 0; lane < MicroKernel.Columns; lane++)
                panel[lane] = lanes[lane][positions[k]];
    }

    private int* Positions(float* prepared) => (int*)(prepared + channelsPerBlock * planes.ChannelStride);

    private int Channels(int columnBlock) => Math.Min(channelsPerBlock, channelsPerGroup - columnBlock * channelsPerBlock);

    /// <summary>Two runs of four positions, which are one run of eight, or lie in two rows or images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Eight(float* lane, nint here, nint next) => Vector256.Create(Vector128.Load(lane + here), Vector128.Load(lane + next));
}
