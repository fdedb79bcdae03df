using System.Runtime.Intrinsics;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// The patch matrix of <see cref="PatchPlanes"/> as a right factor: rows k = (channel, tap), columns = positions. Blocks of k are blocks of channels.
/// </summary>
internal readonly unsafe struct PatchColumns(PatchPlanes planes, TapTable taps, int channelsPerGroup, int channelsPerBlock) : IRightMatrix
{
    public long PreparedLength => channelsPerBlock * planes.ChannelStride;

    public int Columns(int columnBlock) => planes.Block(columnBlock).Positions;

    public int Depth(int depthBlock, int residue) => Channels(depthBlock) * taps.Count(residue);

    public void Prepare(int group, int columnBlock, int depthBlock, float* prepared) =>
        planes.Prepare(planes.Block(columnBlock), group * channelsPerGroup + depthBlock * channelsPerBlock, Channels(depthBlock), prepared);

    public void Pack(int columnBlock, int depthBlock, int residue, float* prepared, float* panels)
    {
        PatchBlock block = planes.Block(columnBlock);
        int channels = Channels(depthBlock);
        int tapCount = taps.Count(residue);
        int* tapOffsets = taps.Offsets(residue);
        nint* lanes = stackalloc nint[MicroKernel.Columns];
        for (int first = 0; first < block.Positions; first += MicroKernel.Columns, panels += channels * tapCount * MicroKernel.Columns)
        {
            for (int lane = 0; lane < MicroKernel.Columns; lane++)
                lanes[lane] = planes.PositionOffset(block, Math.Min(first + lane, block.Positions - 1));
            PackPanel(prepared, planes.ChannelStride, channels, tapOffsets, tapCount, lanes, panels);
        }
    }

    /// <summary>
    /// panel[channel · tapCount + tap][lane] = prepared[channel · channelStride + tapOffsets[tap] + lanes[lane]], by the longest loads that the lanes allow.
    /// </summary>
    private static void PackPanel(float* prepared, nint channelStride, int channels, int* tapOffsets, int tapCount, nint* lanes, float* panel)
    {
        int run = Run(lanes);
        nint lane0 = lanes[0], lane4 = lanes[4], lane8 = lanes[8], lane12 = lanes[12];
        for (int channel = 0; channel < channels; channel++, prepared += channelStride)
        {
            if (run == 8)
                for (int tap = 0; tap < tapCount; tap++, panel += MicroKernel.Columns)
                {
                    float* patch = prepared + tapOffsets[tap];
                    Vector256.Load(patch + lane0).Store(panel);
                    Vector256.Load(patch + lane8).Store(panel + 8);
                }
            else if (run == 4)
                for (int tap = 0; tap < tapCount; tap++, panel += MicroKernel.Columns)
                {
                    float* patch = prepared + tapOffsets[tap];
                    Vector128.Load(patch + lane0).Store(panel);
                    Vector128.Load(patch + lane4).Store(panel + 4);
                    Vector128.Load(patch + lane8).Store(panel + 8);
                    Vector128.Load(patch + lane12).Store(panel + 12);
                }
            else
                for (int tap = 0; tap < tapCount; tap++, panel += MicroKernel.Columns)
                {
                    float* patch = prepared + tapOffsets[tap];
                    for (int lane = 0; lane < MicroKernel.Columns; lane++)
                        panel[lane] = patch[lanes[lane]];
                }
        }
    }

    private int Channels(int depthBlock) => Math.Min(channelsPerBlock, channelsPerGroup - depthBlock * channelsPerBlock);

    /// <summary>The longest of 8, 4, 1 such that every aligned run of so many lanes lies side by side in memory.</summary>
    private static int Run(nint* lanes)
    {
        int run = 8;
        for (int lane = 1; lane < MicroKernel.Columns; lane++)
            if (lanes[lane] != lanes[lane - 1] + 1)
                run = lane % 8 == 0 ? run : lane % 4 == 0 ? Math.Min(run, 4) : 1;
        return run;
    }
}
