using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using ILGPU.Runtime.Cuda;
using ScratchGan.Kernels.Gpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>
/// What the CUDA driver would be given, for every kernel of <see cref="KernelCatalogue"/>, looked at without a device. With NVIDIA's assembler, ptxas, on the
/// PATH, or where the variable PTXAS says, also what becomes of it.
/// </summary>
public sealed partial class PtxTests(CompiledPtx ptx, ITestOutputHelper output) : IClassFixture<CompiledPtx>
{
    private static readonly string[] ByQuads = ["MapKernel", "ZipKernel", "Zip3Kernel", "MoveTowardsKernel", "UpdateKernel"];

    [Fact]
    public void Every_kernel_compiles() => Assert.Equal([], ptx.Failures);

    /// <summary>A generic kernel that nothing closes would not be looked at.</summary>
    [Fact]
    public void Every_kernel_is_in_the_catalogue() =>
        Assert.Equal(
            KernelCatalogue.Definitions.Select(KernelCatalogue.Name),
            KernelCatalogue.Kernels.Select(kernel => KernelCatalogue.Name(kernel.IsGenericMethod ? kernel.GetGenericMethodDefinition() : kernel))
                .Distinct().Order(StringComparer.Ordinal));

    /// <summary>ILGPU writes calls of functions that nobody defines, for example MathF.FusedMultiplyAdd; the driver then refuses the module.</summary>
    [Fact]
    public void Nothing_is_unresolved() => AssertNone(
        (_, text) => text.Contains(".extern .func", StringComparison.Ordinal)
            || Call().Matches(text).Any(call => !text.Contains($" {call.Groups[1].Value}(", StringComparison.Ordinal)));

    /// <inheritdoc cref="Ptx"/>
    [Fact]
    public void No_branch_is_called_uniform() => AssertNone((_, text) => text.Contains(".uni", StringComparison.Ordinal));

    /// <summary>tanh.approx has a relative error of 2⁻¹¹; AccurateFunctions is what kernels use.</summary>
    [Fact]
    public void No_tanh_is_approximate() => AssertNone((_, text) => text.Contains("tanh.approx", StringComparison.Ordinal));

    /// <summary>Local memory is DRAM: an array where registers were meant.</summary>
    [Fact]
    public void Register_blocks_stay_in_registers() => AssertNone(
        (kernel, text) => kernel.GetCustomAttribute<LaunchBoundsAttribute>() is not null && text.Contains(".local", StringComparison.Ordinal));

    [Fact]
    public void Elementwise_kernels_move_sixteen_bytes() => AssertNone(
        (kernel, text) => ByQuads.Contains(kernel.Name)
            && !(text.Contains("ld.global.v4", StringComparison.Ordinal) && text.Contains("st.global.v4", StringComparison.Ordinal)));

    [Fact]
    public void Tensor_cores_are_used() => AssertNone(
        (kernel, text) => kernel.DeclaringType!.Name.StartsWith("TensorTile", StringComparison.Ordinal)
            && !text.Contains("mma.sync", StringComparison.Ordinal));

    /// <summary>Registers that do not fit go to local memory, and the loops that were to be fast wait for it.</summary>
    [Fact]
    public void Nothing_is_spilled()
    {
        Assert.SkipWhen(Ptxas.Path is null, "no ptxas on the PATH and none named by the variable PTXAS");
        (string Kernel, string Text)[] texts =
        [
            .. ptx.Texts.Where(pair => pair.Key.Architecture == CudaArchitecture.SM_90)
                .Select(pair => (KernelCatalogue.Name(pair.Key.Kernel), pair.Value)),
        ];
        AssembledKernel[] assembled = new AssembledKernel[texts.Length];
        Parallel.For(0, texts.Length, i => assembled[i] = Ptxas.Assemble(texts[i].Text, "sm_90"));

        StringBuilder table = new("| kernel | registers | stack | spilled | shared memory |\n| --- | --- | --- | --- | --- |\n");
        for (int i = 0; i < texts.Length; i++)
            table.AppendLine(
                $"| {texts[i].Kernel} | {assembled[i].Registers} | {assembled[i].StackBytes} | {assembled[i].SpilledBytes} | {assembled[i].SharedBytes} |");
        output.WriteLine(table.ToString());
        Assert.All(assembled, kernel => Assert.Null(kernel.Error));
        Assert.All(assembled, kernel => Assert.Equal(0, kernel.SpilledBytes));
    }

    private void AssertNone(Func<MethodInfo, string, bool> isWrong)
    {
        List<string> wrong = [];
        foreach (((MethodInfo kernel, CudaArchitecture architecture), string text) in ptx.Texts)
            if (isWrong(kernel, text))
                wrong.Add($"{KernelCatalogue.Name(kernel)} for {architecture}");
        Assert.Equal([], wrong);
    }

    /// <summary>call (result), function, (arguments); both lists may be missing.</summary>
    [GeneratedRegex(@"^\s*call(?:\.uni)?\s+(?:\([^)]*\),\s*)?([\w$]+)", RegexOptions.Multiline)]
    private static partial Regex Call();
}
