namespace ScratchGan.Engine;

/// <summary>
/// A shape over a storage, and the operation that made it. Always float32, dense and row-major: there are no strided views and no other element types.
/// Nobody writes into a tensor while it is used, except through <see cref="Write(ReadOnlySpan{float})"/> and optimizers, which the versions of the storage make visible.
/// </summary>
public sealed class Tensor : IDisposable
{
    private readonly Storage _storage;
    private readonly int _offset;
    private bool _released;

    internal Tensor(Device device, Shape shape, Storage storage, int offset, bool scoped = true)
    {
        Device = device;
        Shape = shape;
        _storage = storage;
        _offset = offset;
        storage.References++;
        if (scoped)
            device.Scope?.Add(this);
    }

    public Device Device { get; }

    public Shape Shape { get; }

    /// <summary>The operation that made this tensor; null for a constant, a parameter, and a gradient taken without keepGraph.</summary>
    public Operation? Source { get; internal set; }

    /// <summary>Grows with every write into the memory below this tensor.</summary>
    public int Version => _storage.Version;

    internal TensorScope? Scope { get; set; }

    /// <summary>Whether no other tensor lies over the same storage.</summary>
    internal bool IsOnlyHandle => _storage.References == 1;

    /// <summary>The memory below this tensor.</summary>
    /// <exception cref="InvalidOperationException">the memory has been given back to the pool</exception>
    internal Slice Data => !_released
        ? new Slice(_storage, _offset, Shape.Count)
        : throw new InvalidOperationException(
            $"{Describe()} was given back to the pool by Gradients.Of or by the end of its scope; "
            + "pass keepGraph: true, or keep it in the scope, to use it later");

    /// <summary>A constant with the given values, in row-major order.</summary>
    public static Tensor From(Device device, ReadOnlySpan<float> values, Shape shape)
    {
        if (values.Length != shape.Count)
            throw new ArgumentException($"a tensor of shape {shape} needs {shape.Count} values, found {values.Length}");
        Tensor result = Uninitialized(device, shape);
        device.Backend.Upload(values, result.Data);
        return result;
    }

    /// <summary>One number, a constant for gradients, that is asked for now; in a recorded step, each time it is run. See <see cref="Device.Feed"/>.</summary>
    public static Tensor Fed(Device device, Func<float> next)
    {
        Tensor result = Uninitialized(device, Shape.Scalar);
        device.Backend.Map(default(Kernels.Operators.Identity), device.Feed(1, numbers => numbers[0] = next()), result.Data);
        return result;
    }

    public static Tensor Filled(Device device, float value, Shape shape)
    {
        Tensor result = Uninitialized(device, shape);
        device.Backend.Fill(value, result.Data);
        return result;
    }

    public static Tensor Zeros(Device device, Shape shape) => Filled(device, 0f, shape);

    /// <summary>The values, copied to the host in row-major order.</summary>
    public float[] ToArray()
    {
        float[] values = new float[Shape.Count];
        Read(values);
        return values;
    }

    /// <summary>Copies the values to the host.</summary>
    public void Read(Span<float> values) => Device.Backend.Download(Data, values);

    /// <summary>The only value of a tensor with one element.</summary>
    public float Item()
    {
        if (Shape.Count != 1)
            throw new InvalidOperationException($"Item needs a tensor with one element, found {Describe()}");
        Span<float> value = stackalloc float[1];
        Read(value);
        return value[0];
    }

    /// <summary>Overwrites the values in place.</summary>
    public void Write(ReadOnlySpan<float> values)
    {
        if (values.Length != Shape.Count)
            throw new ArgumentException($"{Describe()} takes {Shape.Count} values, found {values.Length}");
        Device.Backend.Upload(values, Data);
        MarkWritten();
    }

    /// <summary>Overwrites the values in place with what a function writes, row-major.</summary>
    public void Write(SpanAction values)
    {
        Device.Backend.Upload(values, Data);
        MarkWritten();
    }

    /// <summary>Overwrites the values in place with those of a tensor of the same shape, on the device.</summary>
    public void CopyFrom(Tensor source)
    {
        if (source.Shape != Shape)
            throw new ArgumentException($"{Describe()} takes values of its own shape, found {source.Describe()}");
        Device.Backend.Map(default(Kernels.Operators.Identity), source.Data, Data);
        MarkWritten();
    }

    /// <summary>The same values without a history: a gradient never passes through it.</summary>
    public Tensor Detach() => View(Shape, 0);

    /// <summary>A handle to the same values, without a history, that no scope gives back: it lives until it is disposed.</summary>
    public Tensor Hold() => View(Shape, 0, scoped: false);

    /// <summary>Gives the memory back to the pool when no other tensor shares it.</summary>
    public void Dispose()
    {
        if (_released)
            return;
        _released = true;
        Device.Release(_storage);
    }

    public static Tensor operator +(Tensor left, Tensor right) => Operations.TensorOperations.Add(left, right);

    public static Tensor operator -(Tensor left, Tensor right) => Operations.TensorOperations.Subtract(left, right);

    public static Tensor operator *(Tensor left, Tensor right) => Operations.TensorOperations.Multiply(left, right);

    public static Tensor operator /(Tensor left, Tensor right) => Operations.TensorOperations.Divide(left, right);

    public static Tensor operator +(Tensor left, float right) => Operations.TensorOperations.AddConstant(left, right);

    public static Tensor operator +(float left, Tensor right) => right + left;

    public static Tensor operator -(Tensor left, float right) => left + -right;

    public static Tensor operator -(float left, Tensor right) => -right + left;

    public static Tensor operator *(Tensor left, float right) => Operations.TensorOperations.Scale(left, right);

    public static Tensor operator *(float left, Tensor right) => right * left;

    public static Tensor operator /(Tensor left, float right) => left * (1f / right);

    public static Tensor operator -(Tensor value) => Operations.TensorOperations.Negate(value);

    public override string ToString() => Describe();

    internal static Tensor Uninitialized(Device device, Shape shape) => new(device, shape, device.Rent(shape.Count), 0);

    /// <summary>A tensor without history over the same memory, or over a part of it.</summary>
    internal Tensor View(Shape shape, int offset, bool scoped = true)
    {
        _ = Data;
        return new Tensor(Device, shape, _storage, _offset + offset, scoped);
    }

    internal bool IsSameMemory(Tensor other) => _storage == other._storage && _offset == other._offset && Shape.Count == other.Shape.Count;

    internal void MarkWritten() => Device.MarkWritten(_storage);

    internal string Describe() => Source is null ? $"a tensor {Shape}" : $"the tensor {Shape} made by {Source.Name}";
}
