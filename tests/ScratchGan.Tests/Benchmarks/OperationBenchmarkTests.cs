using System.Reflection;
using ScratchGan.Benchmarks.Operations;
using ScratchGan.Engine;
using ScratchGan.Kernels.Cpu;
using Xunit;

namespace ScratchGan.Tests.Benchmarks;

/// <summary>Every primitive of a backend has a benchmark, and every benchmark looks at results before it times anything.</summary>
public sealed class OperationBenchmarkTests
{
    private const byte CallVirtual = 0x6f;

    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Memory and recording: what a backend does beside computing.</summary>
    private static readonly string[] NotMeasured =
    [
        nameof(IBackend.Allocate), nameof(IBackend.Free), nameof(IBackend.Upload), nameof(IBackend.Download), nameof(IBackend.OpenUpload),
        nameof(IBackend.BeginRecording), nameof(IBackend.EndRecording),
    ];

    public static TheoryData<string> Names => [.. Types().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_that_agrees_with_the_plain_loops_is_timed(string name)
    {
        OperationBenchmark benchmark = Smallest(Types().Single(type => type.Name == name));
        Prepare(benchmark);
        Assert.True(benchmark.Work.Amount > 0);
        Assert.True(benchmark.Place >= 0);
    }

    [Fact]
    public void A_kernel_that_differs_is_not_timed()
    {
        var benchmark = new DifferentBenchmark { Size = new FeatureMap(3, 4) };
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => Prepare(benchmark));
        Assert.Contains("number 0: expected 1 ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_primitive_has_a_benchmark()
    {
        IEnumerable<MethodInfo> primitives = typeof(IBackend).GetMethods().Where(method => !method.IsSpecialName && !NotMeasured.Contains(method.Name));
        HashSet<MethodBase> called = [.. typeof(OperationBenchmark).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(OperationBenchmark).Namespace && !type.ContainsGenericParameters)
            .SelectMany(type => type.GetMethods(Everything)).SelectMany(Called)];
        Assert.Empty(primitives.Except(called).Select(method => $"{method}"));
    }

    /// <summary>Methods of backends that a method's code calls. A byte that only looks like a call is followed by no method.</summary>
    private static IEnumerable<MethodBase> Called(MethodInfo method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int i = 0; i + sizeof(int) < code.Length; i++)
            if (code[i] == CallVirtual && Resolved(method.Module, BitConverter.ToInt32(code, i + 1)) is MethodInfo called && called.DeclaringType == typeof(IBackend))
                yield return called.IsGenericMethod ? called.GetGenericMethodDefinition() : called;
    }

    private static MethodBase? Resolved(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token);
        }
        catch (Exception error) when (error is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }

    private static IEnumerable<Type> Types() =>
        typeof(OperationBenchmark).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(OperationBenchmark)));

    private static void Prepare(OperationBenchmark benchmark)
    {
        try
        {
            benchmark.Prepare(new CpuBackend(new KernelThreads(2)));
        }
        finally
        {
            benchmark.Dispose();
        }
    }

    /// <summary>A benchmark at the size with the least work.</summary>
    private static OperationBenchmark Smallest(Type type)
    {
        var sizes = (IEnumerable<object>)type.GetProperty("Sizes")!.GetValue(Activator.CreateInstance(type))!;
        return sizes.Select(size =>
        {
            var benchmark = (OperationBenchmark)Activator.CreateInstance(type)!;
            type.GetProperty("Size")!.SetValue(benchmark, size);
            return benchmark;
        }).MinBy(benchmark => benchmark.Work.Amount)!;
    }

    private sealed unsafe class DifferentBenchmark : FeatureMapBenchmark
    {
        private protected override double Passes => 1;

        private protected override Kernel Create(Operands operands)
        {
            Operand y = operands.Result(Size.Count);
            return new Kernel(() => new Span<float>(y.Host, Size.Count).Fill(1f), backend => backend.Fill(2f, y.Device));
        }
    }
}
