using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScratchGan.TorchSharpPeer;

/// <summary>
/// One step as PyTorch's DCGAN example does it: the discriminator on a real and on a generated batch, Adam; the generator on the same batch through the moved
/// discriminator, Adam. Binary cross entropy on probabilities.
/// </summary>
internal sealed class TrainingStep : IDisposable
{
    private const double LearningRate = 2e-4;
    private const double Beta1 = 0.5;
    private const double Beta2 = 0.999;

    private readonly Sequential _generator;
    private readonly Sequential _discriminator;
    private readonly Adam _generatorOptimizer;
    private readonly Adam _discriminatorOptimizer;
    private readonly BCELoss _loss = nn.BCELoss();
    private readonly Tensor _real;
    private readonly Tensor _ones;
    private readonly Tensor _zeros;
    private readonly bool _freeze;

    /// <param name="freeze">leaves out the discriminator's weight gradients in the generator's phase</param>
    public TrainingStep(NetworkSizes sizes, int batch, bool freeze)
    {
        _freeze = freeze;
        _generator = Networks.Generator(sizes);
        _discriminator = Networks.Discriminator(sizes);
        _generatorOptimizer = optim.Adam(_generator.parameters(), LearningRate, Beta1, Beta2);
        _discriminatorOptimizer = optim.Adam(_discriminator.parameters(), LearningRate, Beta1, Beta2);
        _real = rand(batch, sizes.Channels, sizes.ImageSize, sizes.ImageSize) * 2 - 1;
        _ones = ones(batch);
        _zeros = zeros(batch);
    }

    /// <summary>The sum of all three losses, which waits for everything.</summary>
    public float Run()
    {
        using DisposeScope scope = NewDisposeScope();
        _discriminator.zero_grad();
        Tensor realLoss = _loss.forward(_discriminator.forward(_real), _ones);
        realLoss.backward();
        Tensor fake = _generator.forward(randn(_real.shape[0], NetworkSizes.Latent, 1, 1));
        Tensor fakeLoss = _loss.forward(_discriminator.forward(fake.detach()), _zeros);
        fakeLoss.backward();
        _discriminatorOptimizer.step();

        _generator.zero_grad();
        RequireDiscriminatorGradients(!_freeze);
        Tensor loss = _loss.forward(_discriminator.forward(fake), _ones);
        loss.backward();
        RequireDiscriminatorGradients(true);
        _generatorOptimizer.step();
        return (realLoss + fakeLoss + loss).item<float>();
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])
            [_generatorOptimizer, _discriminatorOptimizer, _generator, _discriminator, _loss, _real, _ones, _zeros])
            part.Dispose();
    }

    private void RequireDiscriminatorGradients(bool required)
    {
        foreach (Parameter parameter in _discriminator.parameters())
            parameter.requires_grad = required;
    }
}
