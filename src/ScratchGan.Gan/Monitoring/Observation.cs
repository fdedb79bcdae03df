namespace ScratchGan.Gan.Monitoring;

/// <summary>What is known of a training after one step: all that detectors see. A high score of the discriminator means "real".</summary>
/// <param name="Step">steps taken</param>
/// <param name="AccuracyOnReal"><see cref="Training.AdversarialPhases.AccuracyOnReal"/></param>
/// <param name="AccuracyOnFake"><see cref="Training.AdversarialPhases.AccuracyOnFake"/></param>
/// <param name="DiscriminatorGradient">length of the discriminator's gradient, averaged as its optimizer does (the first moment); NaN when it does not</param>
/// <param name="GeneratorGradient">the same of the generator</param>
/// <param name="SlopeOnReal">root mean square length of ∂D/∂x at real images</param>
/// <param name="SlopeOnFake">the same at generated images</param>
/// <param name="Variety">Σ over pixels of the variance among images of a fixed grid of latents, divided by that among real ones: 1 when they vary as much</param>
/// <param name="ScoreOnTraining">mean score of images that are trained on</param>
/// <param name="ScoreOnHeldOut">mean score of real images that the discriminator has never seen</param>
/// <param name="ScoreOnFake">mean score of generated images</param>
public sealed record Observation(
    long Step, float DiscriminatorLoss, float GeneratorLoss, float AccuracyOnReal, float AccuracyOnFake, double DiscriminatorGradient, double GeneratorGradient,
    double SlopeOnReal, double SlopeOnFake, double Variety, double ScoreOnTraining, double ScoreOnHeldOut, double ScoreOnFake) : IStepLine;
