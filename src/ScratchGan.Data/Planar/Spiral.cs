using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// Arms of an Archimedean spiral, r = radius·t at the angle turns·2πt + 2πa/arms for arm a, blurred by a Gaussian. t = √u with u uniform, so that the points
/// lie about equally dense along the arm. One thin, long piece: unlike modes, it can be lost at either end, or be cut.
/// </summary>
public sealed class Spiral : PlanarData
{
    private readonly int _arms;
    private readonly float _radius;
    private readonly float _turns;

    public Spiral(int arms = 2, float radius = 1, float turns = 1.5f, float deviation = 0.02f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(radius);
        ArgumentOutOfRangeException.ThrowIfNegative(turns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        (_arms, _radius, _turns, Deviation) = (arms, radius, turns, deviation);
    }

    /// <summary>σ of the blur, of both coordinates.</summary>
    public float Deviation { get; }

    /// <summary>The middle of an arm at t from 0, the centre, to 1.</summary>
    public (double X, double Y) Middle(int arm, double t)
    {
        double angle = Math.Tau * (_turns * t + (double)arm / _arms);
        return (_radius * t * Math.Cos(angle), _radius * t * Math.Sin(angle));
    }

    private protected override (float X, float Y) Point(float normalX, float normalY, uint word)
    {
        // The high bits choose the arm; what is left of word·arms is uniform again and gives t.
        ulong product = (ulong)word * (uint)_arms;
        (double x, double y) = Middle((int)(product >> 32), Math.Sqrt(Philox.Uniform((uint)product)));
        return ((float)x + Deviation * normalX, (float)y + Deviation * normalY);
    }
}
