using ScratchGan.Gan.Models;

namespace ScratchGan.Tests.Gan.Models.Reference;

/// <summary>Whole networks from their formulas. A layer's name is its place in the module's list.</summary>
internal static class PlainNetworks
{
    /// <summary>Dense layers with a function between them.</summary>
    public static PlainTensor Mlp(this PlainPass pass, PlainTensor x, int hidden, Func<PlainTensor, PlainTensor> activation, bool spectral = false)
    {
        x = x.Flat();
        for (int layer = 0; layer < hidden; layer++)
            x = activation(pass[$"{1 + 2 * layer}"].Linear(x, spectral: spectral));
        return pass[$"{1 + 2 * hidden}"].Linear(x, spectral: spectral);
    }

    /// <summary>Transposed convolutions, all but the last followed by ReLU of a normalisation, by the class where there are labels; tanh at the end.</summary>
    public static PlainTensor DcganGenerator(this PlainPass pass, PlainTensor z, int stages, int[]? labels = null)
    {
        PlainTensor x = z;
        for (int stage = 0; stage < stages; stage++)
        {
            x = pass[$"{2 * stage}"].ConvTranspose2d(x, stage == 0 ? 1 : 2, stage == 0 ? 0 : 1);
            PlainPass norm = pass[$"{2 * stage + 1}"];
            x = pass.Relu(labels is null ? norm.BatchNorm(x) : norm.ConditionalBatchNorm(x, labels));
        }
        return pass[$"{2 * stages}"].ConvTranspose2d(x, stride: 2, padding: 1).Map(Math.Tanh);
    }

    /// <summary>Convolutions, each followed by leaky ReLU, of a normalisation after all but the first; [N, F, 4, 4].</summary>
    public static PlainTensor DcganFeatures(this PlainPass pass, PlainTensor x, int stages, Normalization normalization)
    {
        bool spectral = normalization == Normalization.Spectral;
        x = pass.LeakyRelu(pass["0"].Conv2d(x, stride: 2, padding: 1, normalization != Normalization.Batch, spectral));
        int layer = 2;
        for (int stage = 1; stage < stages; stage++)
        {
            x = pass[$"{layer++}"].Conv2d(x, stride: 2, padding: 1, bias: normalization is Normalization.None or Normalization.Spectral, spectral);
            x = pass.LeakyRelu(normalization switch
            {
                Normalization.Batch => pass[$"{layer}"].BatchNorm(x),
                Normalization.Layer => pass[$"{layer++}"].LayerNorm(x),
                _ => x,
            });
            layer++;
        }
        return x;
    }

    /// <summary>The same under a convolution of the whole map: logits [N, 1].</summary>
    /// <param name="pairs">see the deviation of pairs besides</param>
    public static PlainTensor DcganDiscriminator(this PlainPass pass, PlainTensor x, int stages, Normalization normalization, bool pairs = false)
    {
        PlainTensor map = pass.DcganFeatures(x, stages, normalization);
        int head = 2 + (stages - 1) * (normalization == Normalization.Layer ? 3 : 2) + (pairs ? 1 : 0);
        return pass[$"{head}"].Conv2d(
            pairs ? map.WithDeviationOfPairs() : map, bias: normalization != Normalization.Batch, spectral: normalization == Normalization.Spectral).Flat();
    }

    /// <summary>√(Var + 10⁻⁸) over pairs that stand N/2 apart, averaged over all elements, as one more channel.</summary>
    public static PlainTensor WithDeviationOfPairs(this PlainTensor x)
    {
        (int pairs, int size) = (x.Shape[0] / 2, x.Values.Length / x.Shape[0]);
        double[] spread = [.. Enumerable.Range(0, pairs).Select(pair => Enumerable.Range(0, size).Average(i =>
            Math.Sqrt(Math.Pow((x.Values[pair * size + i] - x.Values[(pair + pairs) * size + i]) / 2, 2) + 1e-8f)))];
        return x.WithChannels(1, (n, _) => spread[n % pairs]);
    }

    /// <summary>A dense layer to 4×4 places, blocks to twice the side, ReLU of batch normalisation, a 3×3 convolution and tanh.</summary>
    public static PlainTensor ResidualGenerator(this PlainPass pass, PlainTensor z, int width, int stages, int[]? labels)
    {
        PlainTensor x = pass["1"].Linear(z.Flat()).As(z.Shape[0], width, 4, 4);
        for (int stage = 0; stage < stages; stage++)
            x = pass[$"{3 + stage}"].ResidualUp(x, labels);
        x = pass.Relu(pass[$"{3 + stages}"].BatchNorm(x));
        return pass[$"{4 + stages}"].Conv2d(x, padding: 1).Map(Math.Tanh);
    }

    /// <summary>Blocks to half the side, ReLU, and the sum of all places.</summary>
    public static PlainTensor ResidualFeatures(this PlainPass pass, PlainTensor x, int stages)
    {
        for (int stage = 0; stage < stages; stage++)
            x = pass[$"{stage}"].ResidualDown(x, first: stage == 0);
        return pass.Relu(x).SumOfPlaces();
    }

    /// <summary>Two stages of one block: 4×4 places, and 8×8 after bilinear enlargement and a mixture of channels.</summary>
    public static PlainTensor R3GanGenerator(this PlainPass pass, PlainTensor z, int groupSize)
    {
        PlainTensor small = pass["1"].R3GanBlock(pass["0"].ModulatedBasis(z), groupSize);
        PlainTensor large = pass["4"].R3GanBlock(pass["3"].Conv2d(small.BilinearUp(), bias: false), groupSize);
        return pass["5"].Conv2d(large, bias: false);
    }

    /// <summary>The same two stages the other way, and a filter of its own for each channel over the last map.</summary>
    public static PlainTensor R3GanFeatures(this PlainPass pass, PlainTensor x, int groupSize)
    {
        PlainTensor large = pass["1"].R3GanBlock(pass["0"].Conv2d(x, bias: false), groupSize);
        PlainTensor small = pass["4"].R3GanBlock(pass["2"].Conv2d(large, bias: false).BilinearDown(), groupSize);
        return pass["5"].Conv2d(small, bias: false, groups: small.Shape[1]).Flat();
    }
}
