namespace ScratchGan.Engine;

/// <summary>
/// Tensors that lie one after the other in one storage: the parameters, moments or averages of a module, so that an optimizer step is one pass.
/// Each starts at a multiple of 64 floats, as wide loads on a GPU ask for; the gaps hold zeros. Lives until it is disposed, whatever the scope.
/// </summary>
public sealed class Arena : IDisposable
{
    private const int Alignment = 64;

    public Arena(Device device, IReadOnlyList<Shape> shapes)
        : this(device, shapes, cleared: true)
    {
    }

    private Arena(Device device, IReadOnlyList<Shape> shapes, bool cleared)
    {
        int[] offsets = new int[shapes.Count];
        int length = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = length;
            length = checked(length + (shapes[i].Count + Alignment - 1) / Alignment * Alignment);
        }
        length = Math.Max(length, Alignment);
        Flat = new Tensor(device, new Shape(length), device.Rent(length), 0, scoped: false);
        Slice all = Flat.Data;
        if (cleared)
            device.Backend.Fill(0f, all);
        for (int i = 0; i < offsets.Length && !cleared; i++)
        {
            int end = offsets[i] + shapes[i].Count;
            int next = i + 1 < offsets.Length ? offsets[i + 1] : length;
            if (end < next)
                device.Backend.Fill(0f, new Slice(all.Storage, end, next - end));
        }
        Tensors = [.. shapes.Select((shape, i) => Flat.View(shape, offsets[i], scoped: false))];
    }

    /// <summary>Everything, the gaps included.</summary>
    public Tensor Flat { get; }

    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>Whether no value is NaN or infinite.</summary>
    public bool IsFinite => Flat.Device.Backend.FirstNonFinite(Flat.Data) < 0;

    /// <summary>An arena of zeros with the same layout.</summary>
    public Arena Like() => new(Flat.Device, [.. Tensors.Select(tensor => tensor.Shape)]);

    /// <summary>An arena of undefined values with the same layout; the gaps hold zeros.</summary>
    internal Arena LikeUnset() => new(Flat.Device, [.. Tensors.Select(tensor => tensor.Shape)], cleared: false);

    /// <summary>Overwrites all values with those of an arena of the same layout.</summary>
    public void CopyFrom(Arena source)
    {
        RequireLayoutOf(source);
        Flat.Device.Backend.Map(default(Kernels.Operators.Identity), source.Flat.Data, Flat.Data);
        Flat.MarkWritten();
    }

    /// <summary>this += weight · (target − this), for arenas of one layout: one step of an exponential moving average.</summary>
    /// <param name="weight">one number in memory; see <see cref="Device.Feed"/></param>
    public void MoveTowards(Arena target, Slice weight)
    {
        RequireLayoutOf(target);
        Flat.Device.Backend.MoveTowards(weight, target.Flat.Data, Flat.Data);
        Flat.MarkWritten();
    }

    /// <summary>Whether there is a tensor for each of those given, of the same shape and in the same order.</summary>
    internal bool HasLayoutOf(IReadOnlyList<Tensor> tensors) => Shapes(Tensors).SequenceEqual(Shapes(tensors));

    public void Dispose()
    {
        foreach (Tensor tensor in Tensors)
            tensor.Dispose();
        Flat.Dispose();
    }

    private void RequireLayoutOf(Arena other)
    {
        if (!other.HasLayoutOf(Tensors))
            throw new ArgumentException($"arenas of different layouts: {string.Join(' ', Shapes(Tensors))} and {string.Join(' ', Shapes(other.Tensors))}");
    }

    private static IEnumerable<Shape> Shapes(IReadOnlyList<Tensor> tensors) => tensors.Select(tensor => tensor.Shape);
}
