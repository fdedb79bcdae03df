using System.Numerics;

namespace ScratchGan.Data;

/// <summary>What a <see cref="Canvas"/> paints: negative inside, positive outside, near the edge the distance from it.</summary>
internal interface IShape
{
    /// <summary>Nothing of the shape lies outside.</summary>
    Box Bounds { get; }

    /// <summary>The signed distance of several points of one row.</summary>
    Vector<float> Distance(Vector<float> x, float y);
}

/// <summary>Left ≤ x ≤ right, top ≤ y ≤ bottom; itself a shape.</summary>
internal readonly record struct Box(float Left, float Top, float Right, float Bottom) : IShape
{
    public Box Bounds => this;

    internal static Box Around(float x, float y, float halfWidth, float halfHeight) => new(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);

    internal Box Grown(float by) => new(Left - by, Top - by, Right + by, Bottom + by);

    internal Box Within(Box other)
        => new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));

    internal Box With(Box other)
        => new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    /// <summary>max(left − x, x − right, top − y, y − bottom).</summary>
    public Vector<float> Distance(Vector<float> x, float y)
        => Vector.Max(Vector.Max(new Vector<float>(Left) - x, x - new Vector<float>(Right)), new Vector<float>(Math.Max(Top - y, y - Bottom)));
}

/// <summary>A box with round corners: with q = |p − centre| − (half sides − radius), |max(q, 0)| + min(max(q₁, q₂), 0) − radius.</summary>
internal readonly record struct RoundedBox(float X, float Y, float HalfWidth, float HalfHeight, float Radius) : IShape
{
    public Box Bounds => Box.Around(X, Y, HalfWidth, HalfHeight);

    public Vector<float> Distance(Vector<float> x, float y)
    {
        Vector<float> qx = Vector.Abs(x - new Vector<float>(X)) - new Vector<float>(HalfWidth - Radius);
        var qy = new Vector<float>(Math.Abs(y - Y) - (HalfHeight - Radius));
        Vector<float> outX = Vector.Max(qx, Vector<float>.Zero), outY = Vector.Max(qy, Vector<float>.Zero);
        return Vector.SquareRoot(outX * outX + outY * outY) + Vector.Min(Vector.Max(qx, qy), Vector<float>.Zero) - new Vector<float>(Radius);
    }
}

/// <summary>The whole picture: clips nothing.</summary>
internal readonly record struct Everywhere : IShape
{
    public Box Bounds => new(-10, -10, 10, 10);

    public Vector<float> Distance(Vector<float> x, float y) => new(-1f);
}

/// <summary>
/// f/|∇f| with f = (x/a)² + (y/b)² − 1: the distance to an ellipse, exact to the first order near its edge. Below the centre the half axis a is multiplied by
/// 1 − taper·(y/b)², which makes a chin, and b may differ above and below.
/// </summary>
internal readonly record struct Ellipse(float X, float Y, float RadiusX, float RadiusTop, float RadiusBottom, float Taper = 0) : IShape
{
    internal Ellipse(float x, float y, float radiusX, float radiusY)
        : this(x, y, radiusX, radiusY, radiusY)
    {
    }

    public Box Bounds => new(X - RadiusX, Y - RadiusTop, X + RadiusX, Y + RadiusBottom);

    internal Ellipse Scaled(float width, float height)
        => this with { RadiusX = RadiusX * width, RadiusTop = RadiusTop * height, RadiusBottom = RadiusBottom * height };

    public Vector<float> Distance(Vector<float> x, float y)
    {
        float below = y - Y, radiusY = below < 0 ? RadiusTop : RadiusBottom, v = below / radiusY;
        float radiusX = below < 0 ? RadiusX : RadiusX * Math.Max(0.2f, 1 - Taper * v * v);
        Vector<float> u = (x - new Vector<float>(X)) / radiusX;
        Vector<float> slopeX = u / radiusX;
        float slopeY = v / radiusY;
        Vector<float> slope = Vector.SquareRoot(slopeX * slopeX + new Vector<float>(slopeY * slopeY + 1e-6f));
        return (u * u + new Vector<float>(v * v - 1)) / (slope * 2f);
    }
}

/// <summary>A line with round ends whose half width goes from one radius to another.</summary>
internal readonly record struct Stroke(float FromX, float FromY, float ToX, float ToY, float FromRadius, float ToRadius) : IShape
{
    public Box Bounds => Box.Around(FromX, FromY, FromRadius, FromRadius).With(Box.Around(ToX, ToY, ToRadius, ToRadius));

    public Vector<float> Distance(Vector<float> x, float y)
    {
        float alongX = ToX - FromX, alongY = ToY - FromY, inverse = 1 / (alongX * alongX + alongY * alongY + 1e-9f), fromY = y - FromY;
        Vector<float> fromX = x - new Vector<float>(FromX);
        Vector<float> t = (fromX * alongX + new Vector<float>(fromY * alongY)) * inverse;
        t = Vector.Min(Vector.Max(t, Vector<float>.Zero), Vector<float>.One);
        Vector<float> dx = fromX - t * alongX, dy = new Vector<float>(fromY) - t * alongY;
        return Vector.SquareRoot(dx * dx + dy * dy) - new Vector<float>(FromRadius) - t * (ToRadius - FromRadius);
    }
}

/// <summary>
/// A quadratic Bézier curve from one point over a handle to another, as straight strokes; its half width is widest in the middle and falls to the ends by the
/// given share.
/// </summary>
internal readonly record struct Curve(float FromX, float FromY, float HandleX, float HandleY, float ToX, float ToY, float Radius, float EndShare = 1) : IShape
{
    private const int Pieces = 6;

    public Box Bounds => Box.Around(FromX, FromY, Radius, Radius).With(Box.Around(ToX, ToY, Radius, Radius)).With(Box.Around(HandleX, HandleY, Radius, Radius));

    public Vector<float> Distance(Vector<float> x, float y)
    {
        var nearest = new Vector<float>(10f);
        (float fromX, float fromY, float fromRadius) = At(0);
        for (int piece = 1; piece <= Pieces; piece++)
        {
            (float toX, float toY, float toRadius) = At((float)piece / Pieces);
            nearest = Vector.Min(nearest, new Stroke(fromX, fromY, toX, toY, fromRadius, toRadius).Distance(x, y));
            (fromX, fromY, fromRadius) = (toX, toY, toRadius);
        }
        return nearest;
    }

    private (float X, float Y, float Radius) At(float t)
    {
        float a = (1 - t) * (1 - t), b = 2 * t * (1 - t), c = t * t;
        return (a * FromX + b * HandleX + c * ToX, a * FromY + b * HandleY + c * ToY, Radius * (EndShare + (1 - EndShare) * 2 * b));
    }
}
