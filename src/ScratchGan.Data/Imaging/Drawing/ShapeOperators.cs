using System.Numerics;

namespace ScratchGan.Data;

/// <summary>The outline of a shape: |distance| − half width.</summary>
internal readonly record struct Outline<TShape>(TShape Shape, float HalfWidth) : IShape
    where TShape : struct, IShape
{
    public Box Bounds => Shape.Bounds.Grown(HalfWidth);

    public Vector<float> Distance(Vector<float> x, float y) => Vector.Abs(Shape.Distance(x, y)) - new Vector<float>(HalfWidth);
}

/// <summary>What lies in both shapes: the larger distance.</summary>
internal readonly record struct Both<TFirst, TSecond>(TFirst First, TSecond Second) : IShape
    where TFirst : struct, IShape
    where TSecond : struct, IShape
{
    public Box Bounds => First.Bounds.Within(Second.Bounds);

    public Vector<float> Distance(Vector<float> x, float y) => Vector.Max(First.Distance(x, y), Second.Distance(x, y));
}

/// <summary>What lies in one of two shapes: the smaller distance.</summary>
internal readonly record struct Either<TFirst, TSecond>(TFirst First, TSecond Second) : IShape
    where TFirst : struct, IShape
    where TSecond : struct, IShape
{
    public Box Bounds => First.Bounds.With(Second.Bounds);

    public Vector<float> Distance(Vector<float> x, float y) => Vector.Min(First.Distance(x, y), Second.Distance(x, y));
}

/// <summary>What lies in the first shape and not in the second.</summary>
internal readonly record struct Without<TFirst, TSecond>(TFirst First, TSecond Second) : IShape
    where TFirst : struct, IShape
    where TSecond : struct, IShape
{
    public Box Bounds => First.Bounds;

    public Vector<float> Distance(Vector<float> x, float y) => Vector.Max(First.Distance(x, y), -Second.Distance(x, y));
}
