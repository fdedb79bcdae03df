using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;

namespace ScratchGan.Examples.R3Gan.Lesson;

/// <summary>One of the three trainings that are compared: all else is the same.</summary>
/// <param name="Name">on the command line and of files</param>
/// <param name="Title">in words</param>
/// <param name="Penalty">of weight 1</param>
/// <param name="Paper">what Huang et al. 2024, table 1, found at a larger size</param>
internal sealed record Configuration(string Name, string Title, IGanObjective Objective, IGradientPenalty Penalty, string Paper)
{
    public static IReadOnlyList<Configuration> All { get; } =
    [
        new("relativistic-r1-r2", "relativistic + R1 + R2", new RelativisticPairing(), new SumOfPenalties(new R1(1f), new R2(1f)), "1000 modes, KL 0.0781"),
        new("non-saturating-r1-r2", "non-saturating + R1 + R2", new NonSaturating(), new SumOfPenalties(new R1(1f), new R2(1f)), "693 modes, KL 0.9270"),
        new("relativistic-r1", "relativistic + R1", new RelativisticPairing(), new R1(1f), "diverges"),
    ];
}
