namespace ScratchGan.Engine;

/// <summary>Immutable dimensions of a tensor, outermost first; the empty shape is a scalar.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly int[]? _dimensions;

    /// <exception cref="ArgumentException">a dimension is less than 1, or the element count exceeds 2³¹ − 1</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        long count = 1;
        foreach (int dimension in dimensions)
        {
            if (dimension < 1)
                throw new ArgumentException($"a dimension must be at least 1, found [{string.Join(", ", dimensions.ToArray())}]");
            count *= dimension;
            if (count > int.MaxValue)
                throw new ArgumentException($"a tensor holds at most 2³¹ − 1 elements, found [{string.Join(", ", dimensions.ToArray())}]");
        }
        _dimensions = dimensions.ToArray();
        Count = (int)count;
    }

    public static Shape Scalar { get; } = new([]);

    public ReadOnlySpan<int> Dimensions => _dimensions;

    public int Rank => _dimensions?.Length ?? 0;

    /// <summary>Number of elements; 1 for a scalar.</summary>
    public int Count { get; }

    public int this[Index axis] => _dimensions![axis];

    /// <summary>The same dimensions with <paramref name="axes"/> replaced by 1, or left out.</summary>
    public Shape Reduced(ReadOnlySpan<int> axes, bool keepDimensions)
    {
        var result = new List<int>(Rank);
        for (int axis = 0; axis < Rank; axis++)
        {
            if (!axes.Contains(axis))
                result.Add(this[axis]);
            else if (keepDimensions)
                result.Add(1);
        }
        return new Shape(result.ToArray());
    }

    /// <summary>The same dimensions with one of them changed.</summary>
    public Shape With(int axis, int dimension)
    {
        int[] result = Dimensions.ToArray();
        result[axis] = dimension;
        return new Shape(result);
    }

    public bool Equals(Shape other) => Dimensions.SequenceEqual(other.Dimensions);

    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    public override string ToString() => $"[{string.Join(", ", _dimensions ?? [])}]";
}
