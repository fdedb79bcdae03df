using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Models;
using ScratchGan.Kernels.Operators;
using ScratchGan.Tests.Engine;
using Xunit;

namespace ScratchGan.Tests.Gan.Models;

/// <summary>What the papers say of the layers in words.</summary>
public sealed class ModelFactsTests : EngineTest
{
    private const int Classes = 4;

    /// <summary>With γ_y and β_y of the batch's class instead of 1 and 0; running statistics are those of the whole batch, whatever its classes.</summary>
    [Fact]
    public void Conditional_batch_norm_of_one_class_is_batch_norm_with_the_classes_scale_and_shift()
    {
        using var labels = new ClassLabels(Classes);
        using var conditional = new ConditionalBatchNorm2d<Tanh>(3, Activations.Tanh, labels);
        using var plain = new BatchNorm2d<Tanh>(3, Activations.Tanh);
        conditional.Initialize(Device, new RandomSource(1, 0));
        plain.Initialize(Device, new RandomSource(1, 0));
        (Tensor gamma, Tensor beta) = (Random(1, 3, Classes), Random(2, 3, Classes));
        conditional.Parameters[0].CopyFrom(gamma);
        conditional.Parameters[1].CopyFrom(beta);
        for (int step = 0; step < 3; step++)
        {
            // Of several classes first: they move the running statistics as one batch.
            labels.Set(Device, [2, 0, 1, 3, 3]);
            Tensor x = Random(3 + step, 5, 3, 2, 1) * (step + 1f) + 0.5f;
            conditional.Forward(x);
            plain.Forward(x);
            AssertSame(x);
        }
        Assert.Equal(plain.BufferArena.Flat.ToArray(), conditional.BufferArena.Flat.ToArray());
        conditional.Evaluate();
        plain.Evaluate();
        AssertSame(Random(9, 5, 3, 1, 4));

        void AssertSame(Tensor x)
        {
            for (int label = 0; label < Classes; label++)
            {
                labels.Set(Device, [label, label, label, label, label]);
                plain.Parameters[0].Write([.. Column(gamma, label).Select(value => 1 + value)]);
                plain.Parameters[1].Write([.. Column(beta, label)]);
                AssertClose(Doubles(plain.Forward(x)), conditional.Forward(x), roundings: 16);
            }
        }

        static IEnumerable<float> Column(Tensor rows, int label) => rows.ToArray().Where((_, i) => i % Classes == label);
    }

    /// <summary>Dumoulin et al. 2017: γ and β start where the normalisation is the usual one.</summary>
    [Fact]
    public void Conditional_batch_norm_starts_as_batch_norm_without_scale_and_shift()
    {
        using var labels = new ClassLabels(Classes);
        labels.Set(Device, [2, 0, 1, 3, 3]);
        using var conditional = new ConditionalBatchNorm2d<Relu>(3, Activations.Relu, labels);
        using var plain = new BatchNorm2d<Relu>(3, Activations.Relu);
        conditional.Initialize(Device, new RandomSource(1, 0));
        plain.Initialize(Device, new RandomSource(1, 0));
        Tensor x = Random(3, 5, 3, 2, 1);
        AssertClose(Doubles(plain.Forward(x)), conditional.Forward(x), roundings: 4);
    }

    [Fact]
    public void A_block_of_R3GAN_starts_as_the_identity()
    {
        using var block = new R3GanBlock(4, groupSize: 2, gain: 1f);
        block.Initialize(Device, new RandomSource(1, 0));
        Tensor x = Random(1, 2, 4, 3, 5);
        Assert.Equal(x.ToArray(), block.Forward(x).ToArray());
    }

    /// <summary>Where all blocks are identities, resampling, mixtures of channels and the head are left, each of them linear and without a constant.</summary>
    [Fact]
    public void Networks_of_R3GAN_start_as_linear_maps()
    {
        var sizes = new R3GanSizes(3, [4, 6], Latent: 5, Blocks: 1, GroupSize: 2);
        foreach ((Module network, int[] shape) in ((Module, int[])[])[(R3Gan.Generator(sizes), [2, 5, 1, 1]), (R3Gan.Discriminator(sizes), [2, 3, 8, 8])])
        {
            network.Initialize(Device, new RandomSource(1, 0));
            (Tensor x, Tensor y) = (Random(1, shape), Random(2, shape));
            Tensor sum = network.Forward(x) + network.Forward(y) * 3f;
            Assert.Contains(sum.ToArray(), value => MathF.Abs(value) > 0.1f);
            AssertClose(Doubles(sum), network.Forward(x + y * 3f), roundings: 32);
        }
    }
}
