using System.Reflection;
using System.Text;
using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Types;

namespace ScratchGan.Kernels.Gpu;

// The instructions themselves: ILGPU calls one of these methods, by its name, wherever a kernel calls the intrinsic. ILGPU's inline assembly (CudaAsm) would
// take the operands through memory.

public static partial class TensorCores
{
    private static readonly (string Intrinsic, string Generator)[] Instructions =
    [
        (nameof(MultiplyAdd), nameof(WriteMultiplyAdd)),
        (nameof(Round), nameof(WriteRound)),
        (nameof(BeginCopy), nameof(WriteBeginCopy)),
        (nameof(EndBatch), nameof(WriteEndBatch)),
        (nameof(AwaitAllButTwo), nameof(WriteAwaitAllButTwo)),
    ];

    /// <summary>Makes the intrinsics known to a context of ILGPU, before anything is compiled in it.</summary>
    public static void Register(Context context)
    {
        foreach ((string intrinsic, string generator) in Instructions)
        {
            MethodInfo method = typeof(TensorCores).GetMethod(intrinsic)!;
            context.GetIntrinsicManager().RegisterMethod(
                method, new PTXIntrinsic(typeof(TensorCores), generator, IntrinsicImplementationMode.GenerateCode));
        }
    }

    /// <summary>PTX takes TF32 operands from registers without a type, while ILGPU keeps floats in typed ones; ptxas makes nothing of the moves.</summary>
    private static void WriteMultiplyAdd(PTXBackend backend, PTXCodeGenerator generator, Value value)
    {
        string[] c = Parts(generator, value[0]);
        string[] a = Parts(generator, value[1]);
        string[] b = Parts(generator, value[2]);
        PTXCodeGenerator.PrimitiveRegister[] parts = Parts((PTXCodeGenerator.CompoundRegister)generator.Allocate(value));
        string[] result = [.. parts.Select(part => Name((PTXCodeGenerator.HardwareRegister)part))];
        StringBuilder text = generator.Builder.Append("\t{ .reg .b32 a<4>, b<2>; ");
        for (int i = 0; i < a.Length; i++)
            text.Append($"mov.b32 a{i}, {a[i]}; ");
        for (int i = 0; i < b.Length; i++)
            text.Append($"mov.b32 b{i}, {b[i]}; ");
        text.AppendLine($"mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {{{List(result)}}}, {{a0, a1, a2, a3}}, {{b0, b1}}, {{{List(c)}}}; }}");
    }

    private static void WriteRound(PTXBackend backend, PTXCodeGenerator generator, Value value)
    {
        string x = Name(generator.EnsureHardwareRegister(generator.LoadPrimitive(value[0])));
        string result = Name(generator.AllocateHardware(value));
        generator.Builder.AppendLine($"\t{{ .reg .b32 r; cvt.rna.tf32.f32 r, {x}; mov.b32 {result}, r; }}");
    }

    private static void WriteBeginCopy(PTXBackend backend, PTXCodeGenerator generator, Value value)
    {
        string shared = Name(generator.LoadHardware(value[0]));
        string global = Name(generator.LoadHardware(value[1]));
        string bytes = Name(generator.EnsureHardwareRegister(generator.LoadPrimitive(value[2])));
        generator.Builder.AppendLine(
            $"\t{{ .reg .u64 s, g; {To("shared", value[0])} s, {shared}; {To("global", value[1])} g, {global}; "
            + $"cp.async.cg.shared.global [s], [g], 16, {bytes}; }}");
    }

    private static void WriteEndBatch(PTXBackend backend, PTXCodeGenerator generator, Value value) => generator.Builder.AppendLine("\tcp.async.commit_group;");

    private static void WriteAwaitAllButTwo(PTXBackend backend, PTXCodeGenerator generator, Value value) =>
        generator.Builder.AppendLine("\tcp.async.wait_group 2;");

    /// <summary>
    /// ILGPU passes a pointer as a generic one, or as one into its own space when the optimiser has found that out. Converting the second kind again would
    /// make another address of it, without a word from anyone.
    /// </summary>
    private static string To(string space, Value pointer) =>
        ((AddressSpaceType)pointer.Type).AddressSpace == MemoryAddressSpace.Generic ? $"cvta.to.{space}.u64" : "mov.u64";

    /// <summary>The registers of a structure's fields; a field that is a constant is put into one.</summary>
    private static string[] Parts(PTXCodeGenerator generator, Value structure) =>
        [.. Parts((PTXCodeGenerator.CompoundRegister)generator.Load(structure)).Select(part => Name(generator.EnsureHardwareRegister(part)))];

    private static PTXCodeGenerator.PrimitiveRegister[] Parts(PTXCodeGenerator.CompoundRegister structure) =>
        structure.SliceAs<PTXCodeGenerator.PrimitiveRegister>(0, structure.NumChildren);

    private static string List(string[] registers) => string.Join(", ", registers);

    private static string Name(PTXCodeGenerator.HardwareRegister register) => "%" + PTXCodeGenerator.GetStringRepresentation(register);
}
