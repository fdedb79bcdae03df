namespace ScratchGan.Proofs.Catalogue;

/// <summary>An objective, a regulariser or a network, as a user trains with it.</summary>
/// <param name="Name">of the results; an objective's is the word behind --objective</param>
/// <param name="Arguments">of examples/Dcgan</param>
/// <param name="MustPass">whether missing the bar fails the proof; else the result is only reported</param>
internal sealed record CatalogueEntry(string Name, string[] Arguments, bool MustPass)
{
    internal const string Everybody = "all";

    /// <summary>
    /// All objectives with the penalty that they take when the user leaves it open, and weight clipping. The minimax generator's gradient vanishes where the
    /// discriminator is sure (Goodfellow et al. 2014, section 3), and clipping is what WGAN-GP was invented against: nobody should rely on either.
    /// Then what is not an objective, each beside the objective that the user gets with it. Augmentation is for few images, and where they are many it costs:
    /// without a penalty it is only reported. Residual networks learn too slowly with the learning rate of a DCGAN: one of 0.001 was settled on seed 11.
    /// </summary>
    internal static IReadOnlyList<CatalogueEntry> All { get; } =
    [
        Objective("minimax", mustPass: false),
        Objective("non-saturating"),
        Objective("least-squares"),
        Objective("hinge"),
        Objective("wasserstein"),
        Objective("relativistic"),
        new("weight-clipping", ["--objective", "wasserstein", "--penalty", "clip"], MustPass: false),
        With("r1", "--penalty", "r1"),
        With("r2", "--penalty", "r2"),
        With("wgan-gp", "--penalty", "wgan-gp"),
        With("spectral", "--penalty", "spectral"),
        With("discriminator-steps", "--discriminator-steps", "2"),
        With("pack", "--pack", "2"),
        With("minibatch-deviation", "--minibatch-deviation", "4"),
        new("augmentation", ["--augment", "colour,translation,cutout"], MustPass: false),
        With("augmented-relativistic", "--objective", "relativistic", "--augment", "colour,translation,cutout"),
        With("residual", "--network", "residual", "--features", "16", "--learning-rate", "0.001"),
    ];

    /// <summary>The one of a name, or all.</summary>
    internal static IReadOnlyList<CatalogueEntry> Chosen(string name) => name == Everybody ? All : [All.Single(entry => entry.Name == name)];

    private static CatalogueEntry With(string name, params string[] arguments) => new(name, arguments, MustPass: true);

    private static CatalogueEntry Objective(string name, bool mustPass = true) => new(name, ["--objective", name], mustPass);
}
