using System.Runtime.Intrinsics;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// An implicit matrix product with at most three rows, e.g. the colours of an image: C[row, position] = Σₖ w[k, row] · patch[k, position], k = (channel, tap).
/// So few rows are not worth packing patches for: every tap of neighbouring positions is a plain load from the <see cref="PatchPlanes"/>.
/// </summary>
/// <remarks>
/// Three rows by four vectors of positions are 12 accumulators; each k costs 12 multiply-adds for 4 loads of patches and 3 broadcasts. Rows beyond the last have
/// weights 0. For the image layer of a DCGAN (64 → 3 channels, 64×64) this is 2.5 times as fast as packing panels of six rows.
/// </remarks>
internal static unsafe class ThinProduct
{
    public const int Rows = 3;

    /// <summary>Vectors of positions that are computed together.</summary>
    private const int Vectors = 4;

    /// <summary>Floats that the planes of all channels may have: they are read again for each residue, from the second-level cache.</summary>
    private const int PlanesLength = 1 << 16;

    /// <summary>Positions of a work item, for so many channels.</summary>
    public static int PositionsPerItem(int channels) => Math.Clamp(PlanesLength / channels, 64, 512);

    /// <param name="groups">groups, each with rows and channels of its own</param>
    /// <param name="residues">results of a position</param>
    /// <param name="rows">rows of a group</param>
    /// <param name="channels">channels of a group</param>
    /// <param name="weights">w[group, residue, channel, tap, row], <paramref name="residueLength"/> floats for each residue of each group</param>
    public static void Run<TOutput>(
        CpuContext context, int groups, int residues, int rows, int channels, PatchPlanes planes, TapTable taps, float* weights, int residueLength,
        TOutput output)
        where TOutput : struct, IOutputMatrix
    {
        Workspace workspace = context.Workspace;
        int columns = planes.Block(0).Columns;
        nint tileStride = planes.MaxPositions + Vector512<float>.Count;
        nint residueStride = Rows * tileStride;
        context.Threads.For(groups * planes.Blocks, (item, lane) =>
        {
            (int group, int columnBlock) = Math.DivRem(item, planes.Blocks);
            PatchBlock block = planes.Block(columnBlock);
            long planesLength = channels * planes.ChannelStride + Vectors * Vector512<float>.Count;
            float* prepared = workspace.Lane(lane, planesLength + residues * residueStride);
            float* tile = prepared + planesLength;
            planes.Prepare(block, group * channels, channels, prepared);
            for (int residue = 0; residue < residues; residue++)
            {
                float* w = weights + (nint)(group * residues + residue) * residueLength;
                float* c = tile + residue * residueStride;
                int count = taps.Count(residue);
                int* offsets = taps.Offsets(residue);
                // The widest vectors that a row of positions fills.
                if (Vector512.IsHardwareAccelerated && columns >= Vector512<float>.Count)
                    Block<Simd512, Vector512<float>>(planes, block, prepared, channels, count, offsets, w, c, tileStride);
                else if (Vector256.IsHardwareAccelerated && columns >= Vector256<float>.Count)
                    Block<Simd256, Vector256<float>>(planes, block, prepared, channels, count, offsets, w, c, tileStride);
                else
                    Block<Simd128, Vector128<float>>(planes, block, prepared, channels, count, offsets, w, c, tileStride);
            }
            output.Store(group, 0, 0, rows, columnBlock, block.Positions, tile, tileStride, residueStride);
        });
    }

    /// <summary>All positions of a block in order, four vectors at a time; what a row's last vector has too much is overwritten by the next row.</summary>
    private static void Block<TSimd, TVector>(
        in PatchPlanes planes, in PatchBlock block, float* prepared, int channels, int taps, int* offsets, float* w, float* c, nint tileStride)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int* positions = stackalloc int[Vectors];
        int vectorsPerRow = ProductPlan.Divide(block.Columns, TSimd.Lanes);
        int vectors = block.Images * block.Rows * vectorsPerRow;
        for (int vector = 0; vector < vectors; vector += Vectors)
        {
            for (int i = 0; i < Vectors; i++)
            {
                (int row, int part) = Math.DivRem(Math.Min(vector + i, vectors - 1), vectorsPerRow);
                positions[i] = row * block.Columns + part * TSimd.Lanes;
            }
            Tile<TSimd, TVector>(planes, block, prepared, channels, taps, offsets, w, c, tileStride, positions);
        }
    }

    private static void Tile<TSimd, TVector>(
        in PatchPlanes planes, in PatchBlock block, float* prepared, int channels, int taps, int* offsets, float* w, float* c, nint tileStride, int* positions)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float* p0 = prepared + planes.PositionOffset(block, positions[0]);
        float* p1 = prepared + planes.PositionOffset(block, positions[1]);
        float* p2 = prepared + planes.PositionOffset(block, positions[2]);
        float* p3 = prepared + planes.PositionOffset(block, positions[3]);
        nint channelStride = planes.ChannelStride;
        TVector a0 = TSimd.Zero, a1 = TSimd.Zero, a2 = TSimd.Zero, a3 = TSimd.Zero;
        TVector b0 = TSimd.Zero, b1 = TSimd.Zero, b2 = TSimd.Zero, b3 = TSimd.Zero;
        TVector c0 = TSimd.Zero, c1 = TSimd.Zero, c2 = TSimd.Zero, c3 = TSimd.Zero;
        nint channelOffset = 0;
        for (int channel = 0; channel < channels; channel++, channelOffset += channelStride)
            for (int tap = 0; tap < taps; tap++, w += Rows)
            {
                nint offset = channelOffset + offsets[tap];
                TVector x0 = TSimd.Load(p0 + offset);
                TVector x1 = TSimd.Load(p1 + offset);
                TVector x2 = TSimd.Load(p2 + offset);
                TVector x3 = TSimd.Load(p3 + offset);
                TVector weight = TSimd.Broadcast(w[0]);
                a0 = TSimd.MultiplyAdd(weight, x0, a0);
                a1 = TSimd.MultiplyAdd(weight, x1, a1);
                a2 = TSimd.MultiplyAdd(weight, x2, a2);
                a3 = TSimd.MultiplyAdd(weight, x3, a3);
                weight = TSimd.Broadcast(w[1]);
                b0 = TSimd.MultiplyAdd(weight, x0, b0);
                b1 = TSimd.MultiplyAdd(weight, x1, b1);
                b2 = TSimd.MultiplyAdd(weight, x2, b2);
                b3 = TSimd.MultiplyAdd(weight, x3, b3);
                weight = TSimd.Broadcast(w[2]);
                c0 = TSimd.MultiplyAdd(weight, x0, c0);
                c1 = TSimd.MultiplyAdd(weight, x1, c1);
                c2 = TSimd.MultiplyAdd(weight, x2, c2);
                c3 = TSimd.MultiplyAdd(weight, x3, c3);
            }
        Store<TSimd, TVector>(a0, a1, a2, a3, c, positions);
        Store<TSimd, TVector>(b0, b1, b2, b3, c + tileStride, positions);
        Store<TSimd, TVector>(c0, c1, c2, c3, c + 2 * tileStride, positions);
    }

    private static void Store<TSimd, TVector>(TVector v0, TVector v1, TVector v2, TVector v3, float* row, int* positions)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TSimd.Store(v0, row + positions[0]);
        TSimd.Store(v1, row + positions[1]);
        TSimd.Store(v2, row + positions[2]);
        TSimd.Store(v3, row + positions[3]);
    }
}
