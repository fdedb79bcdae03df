using ScratchGan.Engine;
using ScratchGan.Gan.Augmentation;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;

namespace ScratchGan.Examples;

/// <summary>The words of the command line and what they stand for; nothing else in the project knows an objective or a penalty by name.</summary>
internal static class Choices
{
    public const string Auto = "auto";
    public const string NoPenalty = "none";
    public const string NoAugmentation = "none";
    public const string Dcgan = "dcgan";
    public const string SinglePrecision = "fp32";
    public const string TensorPrecision = "tf32";

    /// <summary>In place of a device: show what there is.</summary>
    public const string ListDevices = "list";

    /// <summary>Weight of WGAN-GP (Gulrajani et al. 2017, algorithm 1).</summary>
    private const float Lambda = 10f;

    public static readonly IReadOnlyDictionary<string, Func<IGanObjective>> Objectives = new Dictionary<string, Func<IGanObjective>>
    {
        ["non-saturating"] = () => new NonSaturating(),
        ["minimax"] = () => new Minimax(),
        ["least-squares"] = () => new LeastSquares(),
        ["hinge"] = () => new Hinge(),
        ["wasserstein"] = () => new Wasserstein(),
        ["relativistic"] = () => new RelativisticPairing(),
    };

    /// <summary>
    /// Momentum with a penalty: β₁ = 0, since the slope of D turns quickly; β₂ = 0.9 for WGAN-GP (its algorithm 1), 0.99 for R1 and R2 (Huang et al.
    /// 2024, appendix D). Without one: DCGAN's 0.5 and 0.999.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, PenaltyChoice> Penalties = new Dictionary<string, PenaltyChoice>
    {
        [NoPenalty] = new(_ => null, Normalization.Batch, 0.5, 0.999),
        ["r1"] = new(size => new R1(Gamma(size)), Normalization.None, 0, 0.99),
        ["r2"] = new(size => new R2(Gamma(size)), Normalization.None, 0, 0.99),
        ["r1+r2"] = new(size => new SumOfPenalties(new R1(Gamma(size)), new R2(Gamma(size))), Normalization.None, 0, 0.99),
        ["wgan-gp"] = new(_ => new WganGp(Lambda), Normalization.Layer, 0, 0.9),
        // Miyato et al. 2018: the β of its residual networks, there with five steps of D to one of G, here with one.
        ["spectral"] = new(_ => null, Normalization.Spectral, 0, 0.9),
        // Arjovsky et al. 2017, algorithm 1: limit and steps. It takes RMSProp, which is Adam with β₁ = 0 but for the correction of the first steps.
        ["clip"] = new(_ => null, Normalization.Batch, 0, 0.9, Limit: 0.01f, DiscriminatorSteps: 5),
    };

    /// <summary>
    /// A residual discriminator is spectrally normalised whatever else is done to its slope; R3GAN has no normalisation, so something must hold its slope down.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, NetworkChoice> Networks = new Dictionary<string, NetworkChoice>
    {
        [Dcgan] = new(Architecture.Dcgan, [.. Penalties.Keys], NoPenalty),
        ["residual"] = new(Architecture.Residual, ["r1", "r2", "r1+r2", "wgan-gp", "spectral"], "spectral"),
        ["r3gan"] = new(Architecture.R3Gan, ["r1", "r2", "r1+r2", "wgan-gp"], "r1+r2"),
    };

    /// <summary>In the order in which they are applied: what is moved or cut is set to grey, which a change of colour would change.</summary>
    public static readonly IReadOnlyDictionary<string, Func<IAugmentation>> Augmentations = new Dictionary<string, Func<IAugmentation>>
    {
        ["flip"] = () => new Flip(),
        ["colour"] = () => new ColourChange(),
        ["translation"] = () => new Translation(),
        ["cutout"] = () => new Cutout(),
    };

    /// <summary>Of --augment.</summary>
    public static string AugmentationWords => string.Join(',', Augmentations.Keys);

    /// <summary>What may stand behind --device, in words.</summary>
    public static string DeviceWords => $"one of {string.Join(", ", Devices.Words)} or {ListDevices}";

    /// <summary>A device by its word; null when it is no such word.</summary>
    public static (DeviceKind Kind, int Index)? Device(string text) => Devices.TryParse(text, out DeviceKind kind, out int index) ? (kind, index) : null;

    /// <summary>The penalty that objective and network need when the user leaves it open.</summary>
    public static string PenaltyFor(RunSettings settings) => settings.Penalty != Auto ? settings.Penalty : settings.Objective switch
    {
        "wasserstein" => "wgan-gp",
        "relativistic" => "r1+r2",
        _ => Networks[settings.Network].Usual,
    };

    /// <summary>Words of augmentations in the order in which they are applied; null when one is unknown or there twice.</summary>
    public static string? Canonical(string augmentations)
    {
        string[] words = augmentations.Split(',');
        if (words is [NoAugmentation])
            return NoAugmentation;
        string[] known = [.. Augmentations.Keys.Where(words.Contains)];
        return known.Length == words.Length ? string.Join(',', known) : null;
    }

    /// <summary>What canonical words stand for; null for none.</summary>
    public static IAugmentation? Augmentation(string words) =>
        words == NoAugmentation ? null : new DiffAugment([.. words.Split(',').Select(word => Augmentations[word]())]);

    /// <summary>
    /// γ = side / 64: the values that Huang et al. 2024 (table 9) start from on ImageNet, 0.5 at 32 pixels and 1 at 64, and in proportion 0.25 at 16.
    /// </summary>
    private static float Gamma(int imageSize) => imageSize / 64f;
}
