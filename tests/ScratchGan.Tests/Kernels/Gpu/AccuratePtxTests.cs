using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>What CUDA would be given for the accurate functions and their derivatives, without a GPU.</summary>
public sealed class AccuratePtxTests
{
    public static TheoryData<Type> Operators => [typeof(Tanh), typeof(Sigmoid), typeof(Softplus), typeof(Exponential), typeof(Logarithm)];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Kernels_over_accurate_functions_use_no_approximation_and_no_local_memory(Type function)
    {
        MethodInfo kernel = typeof(AccuratePtxTests).GetMethod(nameof(Kernel), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(function);
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        using var backend = new PTXBackend(
            context, new CudaCapabilityContext(CudaArchitecture.SM_80), CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, nvvmAPI: null);
        var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default);
        foreach (string refused in (string[])["tanh.approx", "ex2.approx", "lg2.approx", "sin.approx", "cos.approx", ".extern", "call", ".local"])
            Assert.DoesNotContain(refused, compiled.PTXAssembly);
        Assert.Contains("st.global.f32", compiled.PTXAssembly);
    }

    private static void Kernel<TOperator>(TOperator function, ArrayView<float> x, ArrayView<float> y, ArrayView<float> slope)
        where TOperator : struct, IDifferentiableOperator
    {
        int i = Grid.GlobalIndex.X;
        float value = function.Invoke(x[i]);
        y[i] = value;
        slope[i] = function.Derivative(x[i], value);
    }
}
