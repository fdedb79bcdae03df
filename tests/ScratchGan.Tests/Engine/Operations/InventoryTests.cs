using System.Reflection;
using System.Text;
using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>Nothing is left out: what the engine can do is counted by reflection, what the cases do is read off the graphs that they record.</summary>
public sealed class InventoryTests : IDisposable
{
    private readonly Device _device = Device.Cpu(threads: 1);
    private readonly ITestOutputHelper _output;
    private readonly List<OperationCase> _cases;
    private readonly HashSet<Operation> _inForward = [];
    private readonly HashSet<Operation> _inGradients = [];

    public InventoryTests(ITestOutputHelper output)
    {
        _output = output;
        _cases = [.. typeof(InventoryTests).Assembly.GetTypes()
            .Where(type => !type.IsInterface && typeof(IOperationCases).IsAssignableFrom(type))
            .SelectMany(type => (IEnumerable<OperationCase>)type.GetProperty(nameof(IOperationCases.Cases))!.GetValue(null)!)];
        foreach (OperationCase subject in _cases)
        {
            (IReadOnlyList<Tensor> forward, IReadOnlyList<Tensor> gradients) = new OperationCheck(_device, subject).Graphs();
            Collect(forward, _inForward);
            Collect(gradients, _inGradients);
        }
    }

    [Fact]
    public void Every_operation_is_in_the_forward_pass_of_a_case()
    {
        IEnumerable<string> all = typeof(Operation).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Operation))).Select(type => type.Name);
        Assert.Empty(all.Except(_inForward.Select(operation => operation.GetType().Name)));
    }

    [Fact]
    public void Every_elementwise_function_that_has_a_derivative_is_in_a_case()
    {
        IEnumerable<Type> all = typeof(IDifferentiableOperator).Assembly.GetTypes()
            .Where(type => type.IsValueType && !type.IsGenericType && typeof(IDifferentiableOperator).IsAssignableFrom(type));
        IEnumerable<Type> mapped = _inForward.Select(operation => operation.GetType())
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Map<>))
            .Select(type => type.GetGenericArguments()[0]);
        Assert.Empty(all.Except(mapped));
    }

    [Fact]
    public void Every_public_method_of_tensors_is_in_a_case()
    {
        IEnumerable<string> all = typeof(TensorOperations).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(method => method.Name);
        Assert.Empty(all.Except(_cases.SelectMany(subject => subject.Methods)));
    }

    [Fact]
    public void Names_of_cases_are_unique() => Assert.Equal(_cases.Count, _cases.DistinctBy(subject => subject.Name).Count());

    /// <summary>
    /// The closure table: each operation with the operations that its backward pass records. All of them are in the forward pass of some case, so their own rules
    /// are compared too, and the set that starts with what a user can call is closed under differentiation.
    /// </summary>
    [Fact]
    public void The_operations_used_in_backward_passes_are_covered_too()
    {
        var covered = _inForward.Select(Label).ToHashSet();
        var table = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (Operation operation in _inForward.Concat(_inGradients))
        {
            if (!table.TryGetValue(Label(operation), out SortedSet<string>? used))
                table.Add(Label(operation), used = new SortedSet<string>(StringComparer.Ordinal));
            used.UnionWith(UsedInBackward(operation).Select(Label));
        }
        var text = new StringBuilder("operation → operations of its backward pass\n");
        foreach ((string operation, SortedSet<string> used) in table)
            text.Append($"{operation} → {(used.Count == 0 ? "(passes its cotangent on)" : string.Join(", ", used))}\n");
        _output.WriteLine(text.ToString());
        Assert.Empty(table.Values.SelectMany(used => used).Concat(table.Keys).Except(covered));
        Assert.Equal(["Conv2dWeightGradient", "ConvTranspose2d"], table["Conv2d"]);
        Assert.Equal(["Conv2d", "Conv2dWeightGradient"], table["ConvTranspose2d"]);
        Assert.Equal(["Conv2d", "ConvTranspose2d"], table["Conv2dWeightGradient"]);
    }

    public void Dispose() => _device.Dispose();

    /// <summary>What one backward pass records, from its cotangents and the operation's own inputs and outputs to its results.</summary>
    private HashSet<Operation> UsedInBackward(Operation operation)
    {
        int cotangents = operation.GetType().IsGenericType && operation.GetType().GetGenericTypeDefinition() == typeof(BatchNorm<>) ? 1 : operation.Outputs.Count;
        Tensor?[] incoming = [.. operation.Outputs.Select((y, i) => i < cotangents ? Tensor.Filled(_device, 1f, y.Shape) : null)];
        Tensor?[] results = operation.PullBack(incoming, [.. operation.Inputs.Select(_ => true)]);
        HashSet<Operation> used = [];
        HashSet<Operation> before = [];
        Collect([.. operation.Inputs, .. operation.Outputs], before);
        Collect(results.OfType<Tensor>(), used);
        used.ExceptWith(before);
        return used;
    }

    private static string Label(Operation operation) => operation.GetType().GetGenericArguments() is [Type operand]
        ? $"{operation.GetType().Name.Split('`')[0]}<{operand.Name}>"
        : operation.Name;

    private static void Collect(IEnumerable<Tensor> tensors, HashSet<Operation> found)
    {
        var pending = new Stack<Tensor>(tensors);
        while (pending.TryPop(out Tensor? tensor))
            if (tensor.Source is { } source && found.Add(source))
                foreach (Tensor input in source.Inputs)
                    pending.Push(input);
    }
}
