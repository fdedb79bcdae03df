using System.Runtime.Intrinsics;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>The patch matrix of <see cref="PatchPlanes"/> as a right factor: rows k = (channel, tap), columns = positions. Blocks of k are blocks of channels.</summary>
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
            int run = Run(lanes);
            float* target = panels;
            float* source = prepared;
            for (int channel = 0; channel < channels; channel++, source += planes.ChannelStride)
                for (int tap = 0; tap < tapCount; tap++, target += MicroKernel.Columns)
                {
                    float* patch = source + tapOffsets[tap];
                    if (run >= 8)
                    {
                        Vector256.Load(patch + lanes[0]).Store(target);
                        Vector256.Load(patch + lanes[8]).Store(target + 8);
                    }
                    else if (run == 4)
                    {
                        Vector128.Load(patch + lanes[0]).Store(target);
                        Vector128.Load(patch + lanes[4]).Store(target + 4);
                        Vector128.Load(patch + lanes[8]).Store(target + 8);
                        Vector128.Load(patch + lanes[12]).Store(target + 12);
                    }
                    else
                        for (int lane = 0; lane < MicroKernel.Columns; lane++)
                            target[lane] = patch[lanes[lane]];
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
