namespace ScratchGan.Engine.Layers;

/// <summary>
/// A tree of layers with named parameters. Before use, <see cref="Initialize"/> lays all parameters of the tree out in one arena and all buffers in another.
/// Paths such as "blocks.0.weight" name them in the state dictionary.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Module Module)> _children = [];
    private readonly List<Parameter> _ownParameters = [];
    private readonly List<Parameter> _ownBuffers = [];
    private Arena? _parameterArena;
    private Arena? _bufferArena;

    /// <summary>The trainable tensors of the whole tree, in the order of construction: the targets of a gradient.</summary>
    public IReadOnlyList<Tensor> Parameters => ParameterArena.Tensors;

    /// <summary>All trainable values of the tree in one piece of memory.</summary>
    public Arena ParameterArena => _parameterArena ?? throw NotInitialized();

    /// <summary>All running statistics of the tree in one piece of memory.</summary>
    public Arena BufferArena => _bufferArena ?? throw NotInitialized();

    /// <summary>The layers directly below, with their names.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _children;

    /// <summary>Whether it does no more than to pass what it is given through its children, one after the other; a table then shows those.</summary>
    public virtual bool IsChain => false;

    /// <summary>
    /// Whether batch statistics are used (and running ones updated), or running ones; set for the whole tree by <see cref="Train"/> and <see
    /// cref="Evaluate"/>.
    /// </summary>
    public bool Training { get; private set; } = true;

    /// <summary>What the layer makes of x; the shapes are those of <see cref="Describe"/>.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary><see cref="Forward"/> for a caller that gives x up: the result may be in its memory.</summary>
    internal virtual Tensor Consume(Tensor x) => Forward(x);

    /// <summary>Whether the layer keeps nothing of what it returned, and returned nothing that it was given.</summary>
    internal virtual bool GivesOutputUp => false;

    /// <summary>What comes out for an input of this shape, and what it costs.</summary>
    /// <exception cref="ArgumentException">the input does not fit the layer</exception>
    public abstract LayerInfo Describe(Shape input);

    /// <summary>Allocates all parameters and buffers of the tree and draws their initial values on the host, in the order of construction. Earlier values are given up.</summary>
    public void Initialize(Device device, RandomSource random)
    {
        List<(string Path, Parameter Parameter)> parameters = [.. NamedParameters()];
        List<(string Path, Parameter Parameter)> buffers = [.. NamedBuffers()];
        Dispose();
        _parameterArena = Fill(device, random, parameters);
        _bufferArena = Fill(device, random, buffers);
    }

    public void Train() => SetTraining(true);

    public void Evaluate() => SetTraining(false);

    /// <summary>Trainable parameters of the tree with their paths.</summary>
    public IEnumerable<(string Path, Parameter Parameter)> NamedParameters() => Named("", module => module._ownParameters);

    /// <summary>Buffers of the tree with their paths.</summary>
    public IEnumerable<(string Path, Parameter Parameter)> NamedBuffers() => Named("", module => module._ownBuffers);

    /// <summary>Parameters and buffers by path.</summary>
    public IReadOnlyDictionary<string, Tensor> StateDictionary() =>
        NamedParameters().Concat(NamedBuffers()).ToDictionary(entry => entry.Path, entry => entry.Parameter.Value);

    /// <summary>Overwrites all parameters and buffers with those of a module of the same architecture.</summary>
    public void CopyFrom(Module source)
    {
        ParameterArena.CopyFrom(source.ParameterArena);
        BufferArena.CopyFrom(source.BufferArena);
    }

    /// <summary>A table of layers, output shapes, parameters and floating-point operations for one input shape.</summary>
    public string Summary(Shape input) => ModuleSummary.Of(this, input);

    public void Dispose()
    {
        _parameterArena?.Dispose();
        _bufferArena?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Parameter AddParameter(string name, Shape shape, Initializer initializer)
    {
        var parameter = new Parameter(name, shape, initializer);
        _ownParameters.Add(parameter);
        return parameter;
    }

    protected Parameter AddBuffer(string name, Shape shape, float value) => AddBuffer(name, shape, Initializers.Constant(value));

    protected Parameter AddBuffer(string name, Shape shape, Initializer initializer)
    {
        var buffer = new Parameter(name, shape, initializer);
        _ownBuffers.Add(buffer);
        return buffer;
    }

    protected TModule AddChild<TModule>(string name, TModule child)
        where TModule : Module
    {
        _children.Add((name, child));
        return child;
    }

    private void SetTraining(bool training)
    {
        Training = training;
        foreach ((_, Module child) in _children)
            child.SetTraining(training);
    }

    private IEnumerable<(string, Parameter)> Named(string prefix, Func<Module, List<Parameter>> own)
    {
        foreach (Parameter parameter in own(this))
            yield return (prefix + parameter.Name, parameter);
        foreach ((string name, Module child) in _children)
            foreach ((string, Parameter) entry in child.Named($"{prefix}{name}.", own))
                yield return entry;
    }

    private static Arena Fill(Device device, RandomSource random, List<(string Path, Parameter Parameter)> parameters)
    {
        var arena = new Arena(device, [.. parameters.Select(entry => entry.Parameter.Shape)]);
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter parameter = parameters[i].Parameter;
            arena.Tensors[i].Write(values => parameter.Initializer(values, random));
            parameter.Value = arena.Tensors[i];
        }
        return arena;
    }

    private InvalidOperationException NotInitialized() => new($"{GetType().Name} has no parameters yet: call Initialize first");
}
