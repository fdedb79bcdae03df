using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// The transposed patch matrix of <see cref="PatchPlanes"/> as a right factor: rows k = positions, columns = (channel, tap). Blocks of k are blocks of positions,
/// blocks of columns are blocks of channels. Eight positions of eight columns are transposed at a time.
/// </summary>
internal readonly unsafe struct PatchRows(PatchPlanes planes, TapTable taps, int tapCount, int channelsPerGroup, int channelsPerBlock) : IRightMatrix
{
    public long PreparedLength => channelsPerBlock * planes.ChannelStride;

    public int Columns(int columnBlock) => Channels(columnBlock) * tapCount;

    public int Depth(int depthBlock, int residue) => planes.Block(depthBlock).Positions;

    public void Prepare(int group, int columnBlock, int depthBlock, float* prepared) =>
        planes.Prepare(planes.Block(depthBlock), group * channelsPerGroup + columnBlock * channelsPerBlock, Channels(columnBlock), prepared);

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
            PackPanel(block, lanes, panels);
        }
    }

    private void PackPanel(in PatchBlock block, float** lanes, float* panel)
    {
        int position = 0;
        if (Avx.IsSupported && block.Columns % 4 == 0)
            for (; position + 8 <= block.Positions; position += 8, panel += 8 * MicroKernel.Columns)
            {
                nint here = planes.PositionOffset(block, position);
                nint next = planes.PositionOffset(block, position + 4);
                for (int half = 0; half < MicroKernel.Columns; half += 8)
                    Panels.Transpose8x8(
                        Eight(lanes[half], here, next), Eight(lanes[half + 1], here, next), Eight(lanes[half + 2], here, next), Eight(lanes[half + 3], here, next),
                        Eight(lanes[half + 4], here, next), Eight(lanes[half + 5], here, next), Eight(lanes[half + 6], here, next), Eight(lanes[half + 7], here, next),
                        panel + half, MicroKernel.Columns);
            }
        for (; position < block.Positions; position++, panel += MicroKernel.Columns)
        {
            nint here = planes.PositionOffset(block, position);
            for (int lane = 0; lane < MicroKernel.Columns; lane++)
                panel[lane] = lanes[lane][here];
        }
    }

    private int Channels(int columnBlock) => Math.Min(channelsPerBlock, channelsPerGroup - columnBlock * channelsPerBlock);

    /// <summary>Two runs of four positions, which are one run of eight, or lie in two rows or images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Eight(float* lane, nint here, nint next) => Vector256.Create(Vector128.Load(lane + here), Vector128.Load(lane + next));
}
