using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU.Backends.PTX;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// Corrections to the PTX that ILGPU 1.5.3 writes, before the driver sees it.
/// <para>
/// At optimisation level O2 ILGPU marks branches as uniform (`bra.uni`) that are not: its analysis takes for uniform the index of implicitly grouped kernels,
/// values that meet after a divergent branch, results of atomics and of intrinsics. All threads of a warp taking the same way is a promise to ptxas, and
/// a broken one is undefined behaviour; without the mark ptxas finds out for itself (PtxTests). The lower level O1 has no such marks, but generic addresses everywhere.
/// </para>
/// </summary>
public static partial class Ptx
{
    /// <summary>Takes `.uni` off every branch; on an unconditional one it says nothing.</summary>
    public static string Patch(string ptx) => UniformBranch().Replace(ptx, "$1");

    /// <summary>Replaces the text that ILGPU is about to hand to the driver: there is no public way.</summary>
    internal static void Patch(PTXCompiledKernel kernel)
    {
        FieldInfo text = typeof(PTXCompiledKernel).GetField("<PTXAssembly>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance)
            ?? throw new InvalidOperationException("this version of ILGPU keeps its PTX elsewhere: expected 1.5.3");
        text.SetValue(kernel, Patch(kernel.PTXAssembly));
    }

    [GeneratedRegex(@"^(\s*(?:@!?%p\d+ )?bra|\s*brx\.idx)\.uni", RegexOptions.Multiline)]
    private static partial Regex UniformBranch();
}
