using System.Diagnostics.CodeAnalysis;

namespace ScratchGan.Engine;

/// <summary>Storages that nobody uses, by capacity; the one returned last is taken first, since it is the warmest.</summary>
internal sealed class FreeList
{
    private readonly Dictionary<int, Stack<Storage>> _stacks = [];

    public bool TryTake(int capacity, [NotNullWhen(true)] out Storage? storage)
    {
        storage = null;
        return _stacks.TryGetValue(capacity, out Stack<Storage>? stack) && stack.TryPop(out storage);
    }

    public void Add(Storage storage)
    {
        if (!_stacks.TryGetValue(storage.Capacity, out Stack<Storage>? stack))
            _stacks.Add(storage.Capacity, stack = new Stack<Storage>());
        stack.Push(storage);
    }

    /// <summary>Empties the list.</summary>
    public IReadOnlyList<Storage> TakeAll()
    {
        Storage[] all = [.. _stacks.Values.SelectMany(stack => stack)];
        _stacks.Clear();
        return all;
    }
}
