namespace ScratchGan.Data;

/// <summary>
/// Equally likely round Gaussians: p(x) = 1/K · Σₖ N(x; mₖ, σ²·1). The two of the literature (Srivastava et al. 2017; Lin et al. 2018, PacGAN, section 4.1) are
/// <see cref="Ring"/> and <see cref="Grid"/>.
/// </summary>
public sealed class GaussianMixture : PlanarData
{
    private readonly (float X, float Y)[] _modes;

    public GaussianMixture(IReadOnlyList<(float X, float Y)> modes, float deviation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(modes.Count, 1, nameof(modes));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        _modes = [.. modes];
        Deviation = deviation;
    }

    /// <summary>The centres mₖ.</summary>
    public IReadOnlyList<(float X, float Y)> Modes => _modes;

    /// <summary>σ, of both coordinates.</summary>
    public float Deviation { get; }

    /// <summary>Modes at equal distances on a circle around the origin, the first at (radius, 0).</summary>
    public static GaussianMixture Ring(int modes = 8, float radius = 1, float deviation = 0.01f) => new(
        [.. Enumerable.Range(0, modes).Select(k => (radius * (float)Math.Cos(k * Math.Tau / modes), radius * (float)Math.Sin(k * Math.Tau / modes)))],
        deviation);

    /// <summary>side × side modes around the origin, row by row: {−4, −2, 0, 2, 4}² as it stands.</summary>
    public static GaussianMixture Grid(int side = 5, float spacing = 2, float deviation = 0.05f) => new(
        [.. Enumerable.Range(0, side * side).Select(k => (spacing * (k % side - (side - 1) / 2f), spacing * (k / side - (side - 1) / 2f)))], deviation);

    /// <summary>ln p(x) = ln Σₖ exp(−|x − mₖ|²/2σ²) − ln K − ln 2πσ², with the largest exponent taken out of the sum.</summary>
    public double LogDensity(double x, double y)
    {
        double variance = (double)Deviation * Deviation;
        double[] exponents = [.. _modes.Select(mode => -((x - mode.X) * (x - mode.X) + (y - mode.Y) * (y - mode.Y)) / (2 * variance))];
        double largest = exponents.Max();
        return largest + Math.Log(exponents.Sum(exponent => Math.Exp(exponent - largest))) - Math.Log(_modes.Length) - Math.Log(Math.Tau * variance);
    }

    /// <summary>The mode is ⌊word·K/2³²⌋: for K modes none is more likely than another by more than K/2³².</summary>
    private protected override (float X, float Y) Point(float normalX, float normalY, uint word)
    {
        (float x, float y) = _modes[(int)((ulong)word * (uint)_modes.Length >> 32)];
        return (x + Deviation * normalX, y + Deviation * normalY);
    }
}
