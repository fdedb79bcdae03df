using ScratchGan.Gan.Objectives;

namespace ScratchGan.Tests.Gan.Objectives;

/// <summary>Partial derivatives with respect to a real logit r and a generated logit f.</summary>
internal readonly record struct Slopes(double Real, double Fake);

/// <summary>
/// An objective in double precision, written from the paper's formula. Both losses are means over pairs (rᵢ, fᵢ) of a term; its slopes are given in closed form.
/// </summary>
internal sealed record ObjectiveReference(
    IGanObjective Objective,
    Func<double, double, double> DiscriminatorTerm,
    Func<double, double, Slopes> DiscriminatorSlopes,
    Func<double, double, double> GeneratorTerm,
    Func<double, double, Slopes> GeneratorSlopes)
{
    public static IReadOnlyDictionary<string, ObjectiveReference> All { get; } = new Dictionary<string, ObjectiveReference>
    {
        ["minimax"] = new(
            new Minimax(),
            (r, f) => -LogSigmoid(r) - LogSigmoid(-f), (r, f) => new Slopes(-Sigmoid(-r), Sigmoid(f)),
            (_, f) => LogSigmoid(-f), (_, f) => new Slopes(0, -Sigmoid(f))),
        ["non-saturating"] = new(
            new NonSaturating(),
            (r, f) => -LogSigmoid(r) - LogSigmoid(-f), (r, f) => new Slopes(-Sigmoid(-r), Sigmoid(f)),
            (_, f) => -LogSigmoid(f), (_, f) => new Slopes(0, -Sigmoid(-f))),
        ["least-squares"] = new(
            new LeastSquares(),
            (r, f) => 0.5 * (r - 1) * (r - 1) + 0.5 * f * f, (r, f) => new Slopes(r - 1, f),
            (_, f) => 0.5 * (f - 1) * (f - 1), (_, f) => new Slopes(0, f - 1)),
        ["hinge"] = new(
            new Hinge(),
            (r, f) => Math.Max(0, 1 - r) + Math.Max(0, 1 + f), (r, f) => new Slopes(r < 1 ? -1 : 0, f > -1 ? 1 : 0),
            (_, f) => -f, (_, _) => new Slopes(0, -1)),
        ["wasserstein"] = new(
            new Wasserstein(),
            (r, f) => f - r, (_, _) => new Slopes(-1, 1),
            (_, f) => -f, (_, _) => new Slopes(0, -1)),
        ["relativistic"] = new(
            new RelativisticPairing(),
            (r, f) => -LogSigmoid(r - f), (r, f) => new Slopes(-Sigmoid(f - r), Sigmoid(f - r)),
            (r, f) => -LogSigmoid(f - r), (r, f) => new Slopes(Sigmoid(r - f), -Sigmoid(r - f))),
    };

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>ln σ(x) without overflow and without loss of small values.</summary>
    private static double LogSigmoid(double x) => Math.Min(x, 0) - double.LogP1(Math.Exp(-Math.Abs(x)));
}
