namespace ScratchGan.Gan.Training;

/// <summary>
/// A number that moves from its first value to its last on half a cosine and stays there (Huang et al. 2024, appendix D, for learning rate, γ, β₂ and the
/// half-life of the average): last + (first − last)·½(1 + cos(π·min(t/length, 1))).
/// </summary>
/// <param name="Length">steps from the first value to the last; 0 for the last at once</param>
public readonly record struct CosineBurnIn(double First, double Last, long Length)
{
    /// <summary>A number that does not move.</summary>
    public static CosineBurnIn Constant(double value) => new(value, value, 0);

    /// <param name="step">steps taken before</param>
    public double At(long step) => HasEnded(step) ? Last : Last + (First - Last) * 0.5 * (1 + Math.Cos(Math.PI * step / Length));

    /// <summary>Whether the number stays as it is from this step on.</summary>
    public bool HasEnded(long step) => step >= Length || First == Last;
}
