using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Objectives;

/// <summary>
/// What a discriminator says of N images: [N, 1 + K], in the first column the logit of "real", behind it what else it says: most discriminators nothing
/// (K = 0), an auxiliary classifier a logit for each class. Penalties and accuracies are about the first column alone.
/// </summary>
public static class Verdicts
{
    /// <summary>[N, 1].</summary>
    public static Tensor Logits(Tensor verdicts) => verdicts.Shape[1] == 1 ? verdicts : verdicts.Slice(axis: 1, start: 0, length: 1);

    /// <summary>[N, K].</summary>
    /// <exception cref="ArgumentException">K is 0</exception>
    public static Tensor ClassLogits(Tensor verdicts) => verdicts.Slice(axis: 1, start: 1, length: verdicts.Shape[1] - 1);
}
