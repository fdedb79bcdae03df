using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>What CUDA would be given for the register-blocked kernels, without a GPU.</summary>
public sealed class ProductPtxTests
{
    public static TheoryData<Type, Type, Type, Type> Kernels
    {
        get
        {
            var kernels = new TheoryData<Type, Type, Type, Type>();
            foreach (Type tile in (Type[])[typeof(Tile64), typeof(Tile128)])
            {
                foreach (Type left in (Type[])[typeof(MatrixAlongK), typeof(MatrixAlongIndex)])
                    foreach (Type right in (Type[])[typeof(MatrixAlongK), typeof(MatrixAlongIndex)])
                        kernels.Add(tile, left, right, typeof(MatrixOutput));
                kernels.Add(tile, typeof(ImageRows), typeof(TapColumns), typeof(MatrixOutput));
            }
            foreach (Type tile in (Type[])[typeof(ThinTile), typeof(Tile64), typeof(Tile128)])
            {
                kernels.Add(tile, typeof(MatrixAlongK), typeof(PatchColumns), typeof(ImageOutput));
                kernels.Add(tile, typeof(PhaseWeights), typeof(PhaseColumns), typeof(PhaseOutput));
            }
            return kernels;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Results_stay_in_registers_and_shared_memory_is_read_four_numbers_at_a_time(Type tile, Type left, Type right, Type output)
    {
        string ptx = Compile(tile, left, right, output);
        foreach (string refused in (string[])[".local", ".extern", "call"])
            Assert.DoesNotContain(refused, ptx);
        Assert.DoesNotContain("ld.shared.f32", ptx);
        Assert.Contains("ld.shared.v4", ptx);
        if (left == typeof(MatrixAlongK) || right == typeof(MatrixAlongIndex))
            Assert.Contains("ld.global.v4", ptx);
        if (output == typeof(MatrixOutput))
            Assert.Contains("st.global.v4", ptx);
    }

    private static string Compile(Type tile, Type left, Type right, Type output)
    {
        MethodInfo kernel = tile.GetMethod(nameof(Tile64.Kernel))!.MakeGenericMethod(left, right, output);
        LaunchBoundsAttribute bounds = kernel.GetCustomAttribute<LaunchBoundsAttribute>()!;
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        using var backend = new PTXBackend(
            context, new CudaCapabilityContext(CudaArchitecture.SM_90), CudaArchitecture.SM_90, CudaInstructionSet.ISA_78, nvvmAPI: null);
        EntryPointDescription entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        return ((PTXCompiledKernel)backend.Compile(entry, new KernelSpecialization(bounds.Threads, bounds.Groups))).PTXAssembly;
    }
}
