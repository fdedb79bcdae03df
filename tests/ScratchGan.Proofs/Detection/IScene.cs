using ScratchGan.Engine;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Training;

namespace ScratchGan.Proofs.Detection;

/// <summary>A small training that goes well unless it is sabotaged.</summary>
internal interface IScene
{
    string Name { get; }

    int Steps { get; }

    int Latent { get; }

    /// <summary>Of a real batch.</summary>
    Shape Batch { get; }

    GanRecipe Recipe(ulong seed, Sabotage sabotage);

    Sabotage Sabotage(Failure failure);

    /// <summary>What fills one real batch after the other.</summary>
    /// <param name="step">batches before the first</param>
    SpanAction Data(ulong seed, long step);

    ProbeSamples Samples(ulong seed);

    /// <summary>Null for data without classes.</summary>
    ClassWatch? Classes(ulong seed);

    /// <summary>How good the generator is, in words, for people: a training that is called healthy must have learnt something.</summary>
    string Outcome(GanSession session, ulong seed);
}
