using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;

namespace ScratchGan.Proofs.Detection;

/// <summary>A failure that waits: a training that is put together with it is healthy until it begins.</summary>
/// <param name="failure">what it is</param>
/// <param name="healthy">the objective until then</param>
/// <param name="tooHigh">what a learning rate is multiplied by to make it too high</param>
internal sealed class Sabotage(Failure failure, IGanObjective healthy, float tooHigh) : IGanObjective
{
    /// <summary>Steps that the discriminator is ahead of a generator that begins anew.</summary>
    private const int HeadStart = 100;

    private const int Faster = 10;
    private const int Hasty = 3;
    private const float Small = 0.1f;
    private const ulong Stream = 0x5AB0;
    private IGanObjective _objective = healthy;
    private Watched? _generator;
    private bool _alike;
    private float _rate;

    public bool GeneratorSeesReal => _objective.GeneratorSeesReal;

    public float? DecisionThreshold => _objective.DecisionThreshold;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => _objective.DiscriminatorLoss(real, fake);

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => _alike ? Spread(_generator!.Batch!) : _objective.GeneratorLoss(real, fake);

    /// <summary>What is left of a penalty's weight.</summary>
    internal float PenaltyShare { get; private set; } = 1;

    /// <param name="since">steps since the failure began</param>
    internal void Work(Device device, GanSession session, GanRecipe recipe, long since)
    {
        switch (failure, since)
        {
            case (Failure.Collapse, 0):
                (_alike, _generator) = (true, (Watched)session.Generator);
                session.GeneratorOptimizer.LearningRate *= Hasty;
                break;
            case (Failure.VanishingGradient, 0):
                (_objective, PenaltyShare) = (new Minimax(), 0);
                session.DiscriminatorOptimizer.LearningRate *= Faster;
                using (Module beginner = recipe.Generator())
                {
                    beginner.Initialize(device, new RandomSource(recipe.Seed, Stream));
                    foreach (Tensor parameter in beginner.Parameters)
                        parameter.Write([.. parameter.ToArray().Select(value => value * Small)]);
                    session.Generator.CopyFrom(beginner);
                }
                (_rate, session.GeneratorOptimizer.LearningRate) = (session.GeneratorOptimizer.LearningRate, 0);
                break;
            case (Failure.VanishingGradient, HeadStart):
                session.GeneratorOptimizer.LearningRate = _rate;
                break;
            case (Failure.Divergence, 0):
                PenaltyShare = 0;
                session.DiscriminatorOptimizer.LearningRate *= -Faster;
                break;
            case (Failure.HighLearningRate, 0):
                session.DiscriminatorOptimizer.LearningRate *= tooHigh;
                session.GeneratorOptimizer.LearningRate *= tooHigh;
                break;
        }
    }

    /// <summary>The mean over places of the variance among the samples of a batch [N, …].</summary>
    private static Tensor Spread(Tensor batch)
    {
        Tensor rows = batch.Reshape(new Shape(batch.Shape[0], batch.Shape.Count / batch.Shape[0]));
        Tensor mean = rows.Sum([0]) / batch.Shape[0];
        return (rows - mean.Reshape(new Shape(1, rows.Shape[1]))).Square().Mean();
    }
}
