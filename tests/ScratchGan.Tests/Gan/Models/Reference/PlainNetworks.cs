namespace ScratchGan.Tests.Gan.Models.Reference;

/// <summary>Whole networks from their formulas. A layer's name is its place in the module's list.</summary>
internal static class PlainNetworks
{
    /// <summary>Dense layers with a function between them.</summary>
    public static PlainTensor Mlp(this PlainPass pass, PlainTensor x, int hidden, Func<PlainTensor, PlainTensor> activation)
    {
        x = x.Flat();
        for (int layer = 0; layer < hidden; layer++)
            x = activation(pass[$"{1 + 2 * layer}"].Linear(x));
        return pass[$"{1 + 2 * hidden}"].Linear(x);
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

    /// <summary>Convolutions, each followed by leaky ReLU, of a normalisation after all but the first; [N, F, 4, 4], and the number of the next layer.</summary>
    /// <param name="layers">names of one stage after the first: convolution, normalisation and rectifier may be two or three layers</param>
    public static (PlainTensor Map, int Next) DcganFeatures(
        this PlainPass pass, PlainTensor x, int stages, Func<PlainPass, PlainTensor, PlainTensor>? normalize = null, int layers = 2)
    {
        x = pass.LeakyRelu(pass["0"].Conv2d(x, stride: 2, padding: 1));
        int next = 2;
        for (int stage = 1; stage < stages; stage++, next += layers)
        {
            x = pass[$"{next}"].Conv2d(x, stride: 2, padding: 1);
            x = pass.LeakyRelu(normalize is null ? x : normalize(pass[$"{next + 1}"], x));
        }
        return (x, next);
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
    public static PlainTensor R3GanGenerator(this PlainPass pass, PlainTensor z)
    {
        PlainTensor small = pass["1"].R3GanBlock(pass["0"].ModulatedBasis(z));
        return pass["5"].Conv2d(pass["4"].R3GanBlock(pass["3"].Conv2d(small.BilinearUp())));
    }

    /// <summary>The same two stages the other way, and a filter of its own for each channel over the last map.</summary>
    public static PlainTensor R3GanFeatures(this PlainPass pass, PlainTensor x)
    {
        PlainTensor large = pass["1"].R3GanBlock(pass["0"].Conv2d(x));
        return pass["5"].Conv2d(pass["4"].R3GanBlock(pass["2"].Conv2d(large).BilinearDown())).Flat();
    }
}
