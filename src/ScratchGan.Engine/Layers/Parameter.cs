namespace ScratchGan.Engine.Layers;

/// <summary>Fills the initial values of a parameter.</summary>
/// <param name="values">the parameter's elements, row-major</param>
/// <param name="random">the source to draw from</param>
public delegate void Initializer(Span<float> values, RandomSource random);

/// <summary>A named tensor of a module: trainable, or a buffer such as a running mean. It has a value once the module has been initialised.</summary>
public sealed class Parameter(string name, Shape shape, Initializer initializer)
{
    private Tensor? _value;

    public string Name { get; } = name;

    public Shape Shape { get; } = shape;

    public Initializer Initializer { get; } = initializer;

    /// <exception cref="InvalidOperationException">the module has not been initialised</exception>
    public Tensor Value
    {
        get => _value ?? throw new InvalidOperationException($"parameter {Name} {Shape} has no value yet: call Initialize on its module");
        internal set => _value = value;
    }
}
