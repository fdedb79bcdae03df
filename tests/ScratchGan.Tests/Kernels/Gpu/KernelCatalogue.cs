using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>
/// Every kernel there is: the static methods of the GPU namespaces whose names end in Kernel. A generic one is closed over every operator that fits; one over
/// the factors and the result of a product over those that the products really launch, which are found by launching them into a recording that never runs.
/// </summary>
internal static class KernelCatalogue
{
    private const string Suffix = "Kernel";

    /// <summary>Kernels as they are written, the generic ones open.</summary>
    public static IReadOnlyList<MethodInfo> Definitions { get; } =
    [
        .. typeof(GpuContext).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith(typeof(GpuContext).Namespace!, StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => method.Name.EndsWith(Suffix, StringComparison.Ordinal))
            .OrderBy(Name, StringComparer.Ordinal),
    ];

    /// <summary>Kernels as they are compiled.</summary>
    public static IReadOnlyList<MethodInfo> Kernels { get; } =
        [.. Definitions.SelectMany(Closed).Concat(Products()).Distinct().OrderBy(Name, StringComparer.Ordinal)];

    /// <summary>For example Elementwise.MapKernel&lt;Chain&lt;LeakyRelu, Tanh&gt;&gt;.</summary>
    public static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}{Arguments(method.GetGenericArguments())}";

    private static string Name(Type type) => type.Name.Split('`')[0] + Arguments(type.GetGenericArguments());

    private static string Arguments(Type[] types) => types.Length == 0 ? "" : $"<{string.Join(", ", types.Select(Name))}>";

    /// <summary>With several type parameters each runs through its operators side by side, not through all combinations.</summary>
    private static IEnumerable<MethodInfo> Closed(MethodInfo method)
    {
        if (!method.IsGenericMethodDefinition)
            return [method];
        Type[][] operators = [.. method.GetGenericArguments().Select(parameter => Operators(parameter).ToArray())];
        return operators.Any(fitting => fitting.Length == 0)
            ? []
            : Enumerable.Range(0, operators.Max(fitting => fitting.Length))
                .Select(i => method.MakeGenericMethod([.. operators.Select(fitting => fitting[i % fitting.Length])]));
    }

    private static IEnumerable<Type> Operators(Type parameter)
    {
        Type[] constraints = parameter.GetGenericParameterConstraints();
        return AllOperators().Where(type => constraints.All(constraint => !constraint.ContainsGenericParameters && constraint.IsAssignableFrom(type)));
    }

    private static IEnumerable<Type> AllOperators()
    {
        Type[] plain =
        [
            .. typeof(IUnaryOperator).Assembly.GetTypes()
                .Where(type => type.Namespace == typeof(IUnaryOperator).Namespace && type.IsValueType && !type.IsEnum && !type.ContainsGenericParameters),
        ];
        return plain
            .Concat(plain.Where(type => type.IsAssignableTo(typeof(IDifferentiableOperator))).Select(type => typeof(GradientOf<>).MakeGenericType(type)))
            .Append(typeof(Chain<LeakyRelu, Tanh>))
            .Append(typeof(GradientOf<Chain<LeakyRelu, Tanh>>));
    }

    /// <summary>Every version of the matrix product in every transposition, and of the convolutions, on every tile and in both precisions.</summary>
    private static IReadOnlyCollection<MethodInfo> Products()
    {
        using GpuContext context = GpuDevices.Open(GpuKind.Simulator);
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = context.Accelerator.Allocate1D<float>(4096);
        ArrayView<float> any = buffer.View;
        ArrayView<float> c = any.SubView(0, 12 * 20);
        context.BeginRecording();
        foreach (MatMulGeometry geometry in (MatMulGeometry[])
            [new(12, 20, 16), new(12, 20, 16, TransposeA: true), new(12, 20, 16, TransposeB: true), new(12, 20, 16, TransposeA: true, TransposeB: true)])
        {
            MatMul.RunNaive(context, geometry, any, any, c);
            MatMul.RunTiled(context, geometry, any, any, c);
            foreach (ProductPlan plan in Plans(12, 20, 16))
                MatMul.RunRegisterBlocked(context, geometry, plan, any, any, c);
            MatMul.RunTensorCoresAsync(context, geometry, ProductPlan.WithParts(TensorTileAsync.Side, 1, 1, 12, 20, 16), any, any, c);
        }
        ConvolutionGeometry convolution = ConvolutionGeometry.Forward(n: 1, c: 2, h: 4, w: 4, f: 2, i: 4, j: 4, stride: 2, padding: 1);
        Conv2d.RunNaive(context, convolution, any, any, c);
        ConvTranspose2d.RunNaive(context, convolution, any, any, c);
        Conv2dWeightGradient.RunNaive(context, convolution, any, any, c);
        foreach (ProductPlan plan in Plans(2, 4, 32))
        {
            Conv2d.RunRegisterBlocked(context, convolution, plan, any, any, c);
            ConvTranspose2d.RunRegisterBlocked(context, convolution, plan, any, any, c);
            Conv2dWeightGradient.RunRegisterBlocked(context, convolution, plan, any, any, c);
        }
        ProductPlan thin = ProductPlan.WithParts(ThinTile.Rows, 1, 1, 2, 4, 32);
        Conv2d.RunRegisterBlocked(context, convolution, thin, any, any, c);
        ConvTranspose2d.RunRegisterBlocked(context, convolution, thin, any, any, c);
        context.EndRecording().Dispose();
        return [.. context.Library.Compiled];
    }

    private static IEnumerable<ProductPlan> Plans(int m, int n, int k) =>
        from side in (int[])[64, 128]
        from precision in Enum.GetValues<MatrixPrecision>()
        select ProductPlan.WithParts(side, 1, 1, m, n, k) with { Precision = precision };
}
