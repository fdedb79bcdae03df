using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine;

/// <summary>
/// Backpropagation, entire. For a scalar L = f(x), the cotangent of a tensor t is t̄ = ∂L/∂t. Starting from L̄ = 1 the operations are walked from the last to
/// the first; each turns the cotangents of its outputs into cotangents of its inputs, and contributions that meet in one tensor are added (the chain rule
/// over all paths). Gradients are values, returned, never fields: nothing accumulates between calls, and nothing is computed for tensors that are not targets.
/// </summary>
public static class Gradients
{
    /// <summary>
    /// The gradients of the scalar <paramref name="output"/> with respect to <paramref name="targets"/>; zeros for a target it does not depend on.
    /// </summary>
    /// <param name="output">a tensor with one element</param>
    /// <param name="targets">parameters, or any tensors the output was computed from</param>
    /// <param name="keepGraph">
    /// true: the gradients have a history themselves and can be differentiated again; all memory stays until the scope ends.
    /// false: every tensor produced by an operation of the walk (outputs, saved values, cotangents; not <paramref name="output"/>, not the targets) goes back
    /// to the pool as soon as its last consumer in the walk has run. Operations outside the paths to the targets keep theirs.
    /// </param>
    /// <param name="into">an arena laid out as the targets: the gradients are written there, and the results are its tensors</param>
    /// <exception cref="InvalidOperationException">a value that an operation saved was overwritten or given back since</exception>
    public static Tensor[] Of(Tensor output, IReadOnlyList<Tensor> targets, bool keepGraph = false, Arena? into = null)
    {
        if (output.Shape.Count != 1)
            throw new ArgumentException($"gradients are taken of a tensor with one element, found {output.Describe()}");
        if (into is not null && (keepGraph || !into.HasLayoutOf(targets)))
            throw new ArgumentException("gradients written into an arena have no history, and its layout must be that of the targets");
        var wanted = new HashSet<Tensor>(targets, ReferenceEqualityComparer.Instance);
        if (into is not null && wanted.Count != targets.Count)
            throw new ArgumentException("gradients written into an arena need each target once");
        List<(Operation Operation, bool[] Needed)> order = PathsToTargets(output, wanted);
        var places = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; into is not null && i < targets.Count; i++)
            places.Add(targets[i], into.Tensors[i]);
        var cotangents = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance) { [output] = Tensor.Filled(output.Device, 1f, output.Shape) };
        for (int i = order.Count - 1; i >= 0; i--)
        {
            (Operation operation, bool[] needed) = order[i];
            Tensor?[] incoming = operation.Outputs.Select(cotangents.GetValueOrDefault).ToArray();
            if (incoming.Any(cotangent => cotangent is not null))
                Distribute(operation, needed, incoming, cotangents, places, keepGraph, operation.Outputs.Any(wanted.Contains));
            if (keepGraph)
                continue;
            foreach (Tensor made in operation.Outputs)
            {
                if (wanted.Contains(made))
                    continue;
                if (cotangents.Remove(made, out Tensor? done))
                    done.Dispose();
                if (made != output)
                    made.Dispose();
            }
        }
        return Collect(targets, cotangents, places, output, into);
    }

    /// <summary>The operations that lie between the targets and the output, inputs before consumers, each with the inputs that lead to a target.</summary>
    private static List<(Operation, bool[])> PathsToTargets(Tensor output, HashSet<Tensor> targets)
    {
        var order = new List<(Operation, bool[])>();
        var leads = new Dictionary<Operation, bool>();
        var pending = new Stack<(Operation Operation, bool Entered)>();
        if (output.Source is not null)
            pending.Push((output.Source, false));
        while (pending.TryPop(out (Operation Operation, bool Entered) top))
        {
            (Operation operation, bool entered) = top;
            if (!entered)
            {
                if (!leads.TryAdd(operation, false))
                    continue;
                pending.Push((operation, true));
                foreach (Tensor input in operation.Inputs)
                    if (input.Source is not null)
                        pending.Push((input.Source, false));
                continue;
            }
            bool[] needed = operation.Inputs.Select(input => targets.Contains(input) || (input.Source is not null && leads[input.Source])).ToArray();
            leads[operation] = needed.Contains(true);
            if (leads[operation])
                order.Add((operation, needed));
        }
        return order;
    }

    /// <summary>
    /// Runs one backward pass and adds its results to the cotangents of the operation's inputs; a sum for a target is made where the target's gradient belongs.
    /// </summary>
    private static void Distribute(
        Operation operation, bool[] needed, Tensor?[] incoming, Dictionary<Tensor, Tensor> cotangents, Dictionary<Tensor, Tensor> places, bool keepGraph,
        bool keepIncoming)
    {
        if (keepGraph)
        {
            Tensor?[] results = operation.PullBack(incoming, needed);
            for (int i = 0; i < results.Length; i++)
                if (needed[i] && results[i] is { } result)
                    cotangents[operation.Inputs[i]] = cotangents.TryGetValue(operation.Inputs[i], out Tensor? sum) ? sum.Add(result) : result;
            return;
        }
        using var scope = new TensorScope(operation.Device);
        Tensor?[] free = [.. operation.Inputs.Select(input => cotangents.ContainsKey(input) ? null : places.GetValueOrDefault(input))];
        Tensor?[] contributions = operation.PullBack(incoming, needed, keepIncoming ? null : free);
        for (int i = 0; i < contributions.Length; i++)
        {
            if (!needed[i] || contributions[i] is not { } contribution)
                continue;
            if (free[i] is { } own && contribution.IsSameMemory(own))
            {
                cotangents[operation.Inputs[i]] = own;
                continue;
            }
            if (cotangents.TryGetValue(operation.Inputs[i], out Tensor? sum))
            {
                if (places.TryGetValue(operation.Inputs[i], out Tensor? place))
                {
                    operation.Device.Backend.Zip(default(Add), sum.Data, contribution.Data, place.Data);
                    if (sum != place)
                        sum.Dispose();
                    cotangents[operation.Inputs[i]] = place;
                    continue;
                }
                contribution = sum.Add(contribution);
                sum.Dispose();
            }
            // A cotangent that is passed on unchanged, or to two inputs at once, gets a handle of its own. None of them keeps a history.
            cotangents[operation.Inputs[i]] = scope.Keep(contribution.Detach());
        }
    }

    private static Tensor[] Collect(
        IReadOnlyList<Tensor> targets, Dictionary<Tensor, Tensor> cotangents, Dictionary<Tensor, Tensor> places, Tensor output, Arena? into)
    {
        Tensor[] gradients = new Tensor[targets.Count];
        List<(Slice, Slice)> copies = [];
        List<Tensor> copied = [];
        for (int i = 0; i < gradients.Length; i++)
        {
            Tensor gradient = cotangents.GetValueOrDefault(targets[i]) ?? Tensor.Zeros(output.Device, targets[i].Shape);
            gradients[i] = gradient;
            if (into is null)
                continue;
            gradients[i] = places[targets[i]];
            if (gradient == gradients[i])
                continue;
            copies.Add((gradient.Data, gradients[i].Data));
            copied.Add(gradient);
        }
        if (copies.Count > 0)
            output.Device.Backend.Copy(copies);
        foreach (Tensor gradient in copied)
            gradient.Dispose();
        into?.Flat.MarkWritten();
        return gradients;
    }
}
