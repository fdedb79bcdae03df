namespace ScratchGan.Proofs.Catalogue;

/// <summary>What a classifier says of images.</summary>
/// <param name="Counts">images of each class</param>
/// <param name="Found">classes with at least one image</param>
/// <param name="Kl">divergence of the classes' shares from equal ones, in nats</param>
/// <param name="Distance">Fréchet distance of the classifier's features from those of real images: classes can be equal and every image bad</param>
internal sealed record ClassScore(IReadOnlyList<int> Counts, int Found, double Kl, double Distance);
