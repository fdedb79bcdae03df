using System.Reflection;
using System.Text;
using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>All cases, and the operations that they record.</summary>
public sealed class RecordedGraphs : IDisposable
{
    public RecordedGraphs()
    {
        Cases = [.. typeof(RecordedGraphs).Assembly.GetTypes()
            .Where(type => !type.IsInterface && typeof(IOperationCases).IsAssignableFrom(type))
            .SelectMany(type => (IEnumerable<OperationCase>)type.GetProperty(nameof(IOperationCases.Cases))!.GetValue(null)!)];
        foreach (OperationCase subject in Cases)
        {
            (IReadOnlyList<Tensor> forward, IReadOnlyList<Tensor> gradients) = new OperationCheck(Device, subject).Graphs();
            Collect(forward, Forward);
            Collect(gradients, Gradients);
        }
    }

    public Device Device { get; } = Device.Cpu(threads: 1);

    public IReadOnlyList<OperationCase> Cases { get; }

    /// <summary>Operations in the forward passes of the cases: what the comparisons look at directly.</summary>
    public HashSet<Operation> Forward { get; } = [];

    /// <summary>Operations behind the second gradients.</summary>
    public HashSet<Operation> Gradients { get; } = [];

    public void Dispose() => Device.Dispose();

    /// <summary>Adds all operations behind some tensors.</summary>
    public static void Collect(IEnumerable<Tensor> tensors, HashSet<Operation> found)
    {
        var pending = new Stack<Tensor>(tensors);
        while (pending.TryPop(out Tensor? tensor))
            if (tensor.Source is { } source && found.Add(source))
                foreach (Tensor input in source.Inputs)
                    pending.Push(input);
    }
}

/// <summary>Nothing is left out: what the engine can do is counted by reflection, what the cases do is read off the graphs that they record.</summary>
public sealed class InventoryTests(RecordedGraphs graphs, ITestOutputHelper output) : IClassFixture<RecordedGraphs>
{
    [Fact]
    public void Every_operation_is_in_the_forward_pass_of_a_case()
    {
        IEnumerable<string> all = typeof(Operation).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Operation)))
            .Select(type => type.Name);
        Assert.Empty(all.Except(graphs.Forward.Select(operation => operation.GetType().Name)));
    }

    [Fact]
    public void Every_elementwise_function_that_has_a_derivative_is_in_a_case()
    {
        IEnumerable<Type> all = typeof(IDifferentiableOperator).Assembly.GetTypes()
            .Where(type => type.IsValueType && !type.IsGenericType && typeof(IDifferentiableOperator).IsAssignableFrom(type));
        IEnumerable<Type> mapped = graphs.Forward.Select(operation => operation.GetType())
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Map<>))
            .Select(type => type.GetGenericArguments()[0]);
        Assert.Empty(all.Except(mapped));
    }

    [Fact]
    public void Every_public_method_of_tensors_is_in_a_case()
    {
        IEnumerable<string> all = typeof(TensorOperations)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.Name);
        Assert.Empty(all.Except(graphs.Cases.SelectMany(subject => subject.Methods)));
    }

    [Fact]
    public void Names_of_cases_are_unique() => Assert.Equal(graphs.Cases.Count, graphs.Cases.DistinctBy(subject => subject.Name).Count());

    /// <summary>
    /// The closure table: each operation with the operations that its backward pass records. All of them are in the forward pass of some case, so their own rules
    /// are compared too, and the set that starts with what a user can call is closed under differentiation.
    /// </summary>
    [Fact]
    public void The_operations_used_in_backward_passes_are_covered_too()
    {
        var covered = graphs.Forward.Select(Label).ToHashSet();
        var table = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (Operation operation in graphs.Forward.Concat(graphs.Gradients))
        {
            if (!table.TryGetValue(Label(operation), out SortedSet<string>? used))
                table.Add(Label(operation), used = new SortedSet<string>(StringComparer.Ordinal));
            used.UnionWith(UsedInBackward(operation).Select(Label));
        }
        var text = new StringBuilder("operation → operations of its backward pass\n");
        foreach ((string operation, SortedSet<string> used) in table)
            text.Append($"{operation} → {(used.Count == 0 ? "(passes its cotangent on)" : string.Join(", ", used))}\n");
        output.WriteLine(text.ToString());
        Assert.Empty(table.Values.SelectMany(used => used).Concat(table.Keys).Except(covered));
        Assert.Equal(["Conv2dWeightGradient", "ConvTranspose2d"], table["Conv2d"]);
        Assert.Equal(["Conv2d", "Conv2dWeightGradient"], table["ConvTranspose2d"]);
        Assert.Equal(["Conv2d", "ConvTranspose2d"], table["Conv2dWeightGradient"]);
    }

    /// <summary>What one backward pass records, from its cotangents and the operation's own inputs and outputs to its results.</summary>
    private HashSet<Operation> UsedInBackward(Operation operation)
    {
        int cotangents = operation.GetType().IsGenericType && operation.GetType().GetGenericTypeDefinition() == typeof(BatchNorm<>) ? 1 : operation.Outputs.Count;
        Tensor?[] incoming = [.. operation.Outputs.Select((y, i) => i < cotangents ? Tensor.Filled(graphs.Device, 1f, y.Shape) : null)];
        Tensor?[] results = operation.PullBack(incoming, [.. operation.Inputs.Select(_ => true)]);
        HashSet<Operation> used = [];
        HashSet<Operation> before = [];
        RecordedGraphs.Collect([.. operation.Inputs, .. operation.Outputs], before);
        RecordedGraphs.Collect(results.OfType<Tensor>(), used);
        used.ExceptWith(before);
        return used;
    }

    private static string Label(Operation operation) => operation.GetType().GetGenericArguments() is [Type operand]
        ? $"{operation.GetType().Name.Split('`')[0]}<{operand.Name}>"
        : operation.Name;
}
