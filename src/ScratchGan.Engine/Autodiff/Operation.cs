namespace ScratchGan.Engine;

/// <summary>
/// One differentiable step: inputs, a forward pass on a backend, and a backward pass written in tensor operations, so that it can be differentiated again.
/// <para>With y = f(x₁, …, xₙ) and a cotangent u of y (the gradient of some scalar with respect to y), the backward pass returns for each input
/// x̄ᵢ = (∂f/∂xᵢ)ᵀ u.</para>
/// </summary>
public abstract class Operation
{
    private (Tensor Tensor, int Version)[] _saved = [];
    private bool[] _needed = [];
    private IReadOnlyList<Tensor?>? _places;

    public IReadOnlyList<Tensor> Inputs { get; private set; } = [];

    public IReadOnlyList<Tensor> Outputs { get; private set; } = [];

    /// <summary>The operation's name in messages: the type's name without its generic part.</summary>
    public virtual string Name => GetType().Name.Split('`')[0];

    /// <summary>Floating-point operations of the forward pass; counted for matrix products and convolutions only.</summary>
    public virtual double Flops => 0;

    /// <summary>The tensors whose values the backward pass reads; their versions are remembered.</summary>
    protected virtual IReadOnlyList<Tensor> Saved => Inputs;

    protected internal Device Device => Inputs[0].Device;

    protected IBackend Backend => Device.Backend;

    /// <summary>Computes <see cref="Outputs"/> from <see cref="Inputs"/>.</summary>
    protected abstract void Forward();

    /// <summary>
    /// The cotangents of the inputs from the cotangents of the outputs (null: zero). An entry may be null where it is zero or not <see cref="Needed"/>.
    /// </summary>
    protected virtual Tensor?[] Backward(IReadOnlyList<Tensor?> cotangents) => Backward(cotangents[0]!);

    /// <summary>The backward pass of an operation with one output.</summary>
    protected virtual Tensor?[] Backward(Tensor u) => throw new InvalidOperationException($"{Name} has no derivative");

    /// <summary>Whether the cotangent of an input is asked for; to skip work that nobody wants.</summary>
    protected bool Needed(int input) => _needed[input];

    /// <summary>Where the cotangent of an input belongs in the end, to be written there at once; null where any memory does.</summary>
    protected Tensor? Place(int input) => _places?[input];

    /// <summary>Whether a result may be written over the cotangent u: the walk is over with it after this operation, and nobody else has its memory.</summary>
    protected bool MayOverwrite(Tensor u) => _places is not null && u.IsOnlyHandle;

    /// <summary>Whether the backward pass reads this tensor.</summary>
    internal bool Saves(Tensor tensor) => _saved.Any(saved => saved.Tensor == tensor);

    /// <summary>Runs the operation and records it as the source of its outputs.</summary>
    internal Tensor Apply(Shape shape, params Tensor[] inputs) => Apply([shape], inputs)[0];

    /// <inheritdoc cref="Apply(Shape, Tensor[])"/>
    internal IReadOnlyList<Tensor> Apply(ReadOnlySpan<Shape> shapes, params Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
            if (input.Device != inputs[0].Device)
                throw new ArgumentException($"{Name}: all inputs must be on one device, found {inputs[0].Device.Backend.Name} and {input.Device.Backend.Name}");
        Inputs = inputs;
        Tensor[] outputs = new Tensor[shapes.Length];
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] = CreateOutput(shapes[i]);
        Outputs = outputs;
        Forward();
        Device.Flops += Flops;
        foreach (Tensor output in outputs)
            output.Source = this;
        IReadOnlyList<Tensor> saved = Saved;
        _saved = new (Tensor, int)[saved.Count];
        for (int i = 0; i < _saved.Length; i++)
            _saved[i] = (saved[i], saved[i].Version);
        if (Device.CheckFinite)
            RequireFinite();
        return outputs;
    }

    /// <summary>Memory for an output; an operation that only renames its input's memory returns a view.</summary>
    protected virtual Tensor CreateOutput(Shape shape) => Tensor.Uninitialized(Device, shape);

    /// <summary>Runs the backward pass, after checking that nothing it reads was overwritten since the forward pass.</summary>
    /// <param name="places">see <see cref="Place"/>; null where a graph is kept or the cotangents are still needed, so that nothing may be overwritten</param>
    internal Tensor?[] PullBack(IReadOnlyList<Tensor?> cotangents, bool[] needed, IReadOnlyList<Tensor?>? places = null)
    {
        foreach ((Tensor tensor, int version) in _saved)
            if (tensor.Version != version)
                throw new InvalidOperationException(
                    $"{Name} cannot be differentiated: {tensor.Describe()}, which it read, was overwritten since "
                    + $"(version {version} then, {tensor.Version} now)");
        _needed = needed;
        _places = places;
        Tensor?[] result = Backward(cotangents);
        for (int i = 0; i < result.Length; i++)
            if (result[i] is { } cotangent && cotangent.Shape != Inputs[i].Shape)
                throw new InvalidOperationException($"{Name}: the cotangent of input {i} has shape {cotangent.Shape}, expected {Inputs[i].Shape}");
        return result;
    }

    private void RequireFinite()
    {
        foreach (Tensor output in Outputs)
        {
            int index = Backend.FirstNonFinite(output.Data);
            if (index >= 0)
                throw new NonFiniteException(
                    $"{Name} made {NonFiniteException.Text(output, index)} at element {index} of {output.Shape}, from "
                    + $"{string.Join(" and ", Inputs.Select(x => x.Describe()))}");
        }
    }
}
