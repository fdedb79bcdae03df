using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>Launches the kernel of a plan's precision and tile size.</summary>
public static class ImplicitProduct
{
    public static void Run<TLeft, TRight, TOutput>(GpuContext context, in ProductPlan plan, TLeft left, TRight right, TOutput output)
        where TLeft : struct, IOperand<TLeft>
        where TRight : struct, IOperand<TRight>
        where TOutput : struct, IProductOutput<TOutput>
    {
        switch (plan.Precision, plan.Side)
        {
            case (MatrixPrecision.Tf32, TensorTile.LargeSide):
                context.Launch(TensorTile.LargeKernel, plan.Launch(TensorTile.LargeThreads), left, right, output, plan.Grid);
                break;
            case (MatrixPrecision.Tf32, _):
                context.Launch(TensorTile.SmallKernel, plan.Launch(TensorTile.SmallThreads), left, right, output, plan.Grid);
                break;
            case (_, ThinTile.Rows):
                context.Launch(ThinTile.Kernel, plan.Launch(GpuContext.GroupSize), left, right, output, plan.Grid);
                break;
            case (_, Tile128.Side):
                context.Launch(Tile128.Kernel, plan.Launch(GpuContext.GroupSize), left, right, output, plan.Grid);
                break;
            default:
                context.Launch(Tile64.Kernel, plan.Launch(GpuContext.GroupSize), left, right, output, plan.Grid);
                break;
        }
    }

    /// <summary>Where a plan's kernel writes: the result itself, or scratch memory for its parts, <see cref="PartialSums.Pitch"/> apart.</summary>
    public static ArrayView<float> Target(GpuContext context, in ProductPlan plan, ArrayView<float> result) =>
        plan.Parts == 1 ? result : context.Scratch(checked(plan.Parts * PartialSums.Pitch(result.IntLength)));

    /// <summary>Adds the parts, if there are several.</summary>
    public static void Finish(GpuContext context, in ProductPlan plan, ArrayView<float> target, ArrayView<float> result)
    {
        if (plan.Parts > 1)
            PartialSums.Run(context, target, plan.Parts, result);
    }
}
