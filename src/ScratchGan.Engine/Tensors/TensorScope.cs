namespace ScratchGan.Engine;

/// <summary>
/// Returns to the pool every tensor made on its device while it was the innermost scope, except those kept. One per phase of a training step: the safety
/// net, not the mechanism (<see cref="Gradients"/> gives most memory back earlier). A tensor made outside any scope lives until it or its device is disposed.
/// </summary>
public sealed class TensorScope : IDisposable
{
    private readonly Device _device;
    private readonly TensorScope? _parent;
    private readonly List<Tensor> _tensors = [];

    public TensorScope(Device device)
    {
        _device = device;
        _parent = device.Scope;
        device.Scope = this;
    }

    /// <summary>Hands a tensor made in this scope on to the scope around it.</summary>
    public Tensor Keep(Tensor tensor)
    {
        if (tensor.Scope == this)
        {
            tensor.Scope = null;
            _parent?.Add(tensor);
        }
        return tensor;
    }

    public void Dispose()
    {
        if (_device.Scope != this)
            throw new InvalidOperationException("tensor scopes must be disposed in the reverse order of their creation");
        _device.Scope = _parent;
        foreach (Tensor tensor in _tensors)
            if (tensor.Scope == this)
                tensor.Dispose();
        _tensors.Clear();
    }

    internal void Add(Tensor tensor)
    {
        tensor.Scope = this;
        _tensors.Add(tensor);
    }
}
