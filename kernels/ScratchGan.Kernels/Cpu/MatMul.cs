using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

/// <summary>C[m, n] = epilogue(Σₖ op(A)[m, k] · op(B)[k, n]), packed, cache-blocked and register-tiled; see <see cref="ImplicitMatMul"/>.</summary>
public static unsafe class MatMul
{
    public static void Run(CpuContext context, in MatMulGeometry geometry, float* a, float* b, float* c) =>
        Run(context, geometry, default(Identity), a, b, c);

    public static void Run<TEpilogue>(CpuContext context, in MatMulGeometry geometry, TEpilogue epilogue, float* a, float* b, float* c)
        where TEpilogue : struct, IUnaryOperator
    {
        if (geometry.M == 0 || geometry.N == 0)
            return;
        // Wide blocks of columns use each packed row of A more often; they are halved only while there are too few items to go round.
        const int widest = 256;
        const int narrowest = 64;
        int columnsPerBlock = widest;
        while (columnsPerBlock > narrowest && ProductPlan.Divide(geometry.N, columnsPerBlock) < ProductPlan.WantedItems)
            columnsPerBlock /= 2;
        int columnBlocks = ProductPlan.Divide(geometry.N, columnsPerBlock);
        // No more rows than one block of A in the cache, which is packed for each item anew.
        int rowsPerBlock = Math.Min(ProductPlan.RowsFor(geometry.M, columnBlocks), 2 * ImplicitMatMul.RowsInCache);
        var plan = new ProductPlan(
            Groups: 1, Residues: 1, geometry.M, rowsPerBlock, columnBlocks, Math.Min(columnsPerBlock, geometry.N),
            Math.Max(1, ProductPlan.Divide(geometry.K, ProductPlan.Depth)), Math.Min(geometry.K, ProductPlan.Depth));
        ImplicitMatMul.Run(
            context, plan, new MatrixRows(a, geometry), new MatrixColumns(b, geometry, columnsPerBlock),
            new MatrixOutput<TEpilogue>(c, geometry.N, groupStride: 0, partStride: 0, columnsPerBlock, epilogue));
    }
}
