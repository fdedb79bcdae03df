namespace ScratchGan.Tests.Gan.Models.Reference;

/// <summary>The layers of <see cref="ScratchGan.Gan.Models"/> from their formulas. Labels are the class of each sample.</summary>
internal static class PlainBlocks
{
    /// <summary>(1 + γ[c, y_n])·x̂ + β[c, y_n], x̂ with the statistics of the whole batch.</summary>
    public static PlainTensor ConditionalBatchNorm(this PlainPass pass, PlainTensor x, int[] labels) => ForClasses(pass, x.Normalized((_, c) => c), labels);

    /// <summary>The same with running statistics.</summary>
    public static PlainTensor ConditionalBatchNormInEvaluation(this PlainPass pass, PlainTensor x, int[] labels) =>
        ForClasses(pass, x.Normalized(pass.Value("running_mean").Values, pass.Value("running_var").Values), labels);

    /// <summary>ψ·φ + b + ⟨v_y, φ⟩ of features φ, v_y the column y of the classes' weight [F, classes].</summary>
    public static PlainTensor Projection(this PlainPass pass, PlainTensor features, int[] labels, bool spectral = false)
    {
        PlainTensor vectors = pass["classes"].Weight(spectral);
        (int width, int classes) = (vectors.Shape[0], vectors.Shape[1]);
        return pass["judge"].Linear(features, spectral: spectral).Each((n, _, logit) =>
            logit + Enumerable.Range(0, width).Sum(k => vectors.Values[k * classes + labels[n]] * features.Values[n * width + k]));
    }

    /// <summary>The class's plane of ones behind the channels, zeros for the other classes.</summary>
    public static PlainTensor WithLabels(this PlainTensor x, int[] labels, int classes) => x.WithChannels(classes, (n, k) => labels[n] == k ? 1 : 0);

    /// <summary>In column 0 the logit of "real", behind it those of the classes.</summary>
    public static PlainTensor Auxiliary(this PlainPass pass, PlainTensor features)
    {
        PlainTensor classes = pass["classes"].Linear(features);
        return pass["judge"].Linear(features).WithChannels(classes.Shape[1], (n, k) => classes.Values[n * classes.Shape[1] + k]);
    }

    /// <summary>B[c, h, w] · (W·z_n)[c].</summary>
    public static PlainTensor ModulatedBasis(this PlainPass pass, PlainTensor z)
    {
        PlainTensor basis = pass.Value("basis");
        PlainTensor scale = pass["modulation"].Linear(z.Flat(), bias: false);
        int map = basis.Values.Length;
        return new PlainTensor(
            [.. Enumerable.Range(0, z.Shape[0] * map).Select(i => scale.Values[i / basis.Places] * basis.Values[i % map])], [z.Shape[0], .. basis.Shape[1..]]);
    }

    /// <summary>x + w₃·f(w₂ * f(w₁·x + b₁) + b₂), twice the channels between the 1×1 convolutions.</summary>
    public static PlainTensor R3GanBlock(this PlainPass pass, PlainTensor x, int groupSize)
    {
        PlainPass branch = pass["branch"];
        PlainTensor inner = branch.LeakyRelu(branch["0"].Conv2d(x));
        PlainTensor grouped = branch["2"].Conv2d(inner, padding: 1, groups: 2 * x.Shape[1] / groupSize);
        return x + branch["4"].Conv2d(branch.LeakyRelu(grouped), bias: false);
    }

    /// <summary>c₂ * f(n₂(c₁ * up(f(n₁(x))))) + c₀ * up(x); no labels for the usual normalisation.</summary>
    public static PlainTensor ResidualUp(this PlainPass pass, PlainTensor x, int[]? labels)
    {
        PlainPass branch = pass["branch"];
        PlainTensor wide = branch["2"].Conv2d(Normalized("0", x).NearestUp(), padding: 1);
        return branch["4"].Conv2d(Normalized("3", wide), padding: 1) + pass["shortcut"]["1"].Conv2d(x.NearestUp());

        PlainTensor Normalized(string layer, PlainTensor map) =>
            pass.Relu(labels is null ? branch[layer].BatchNorm(map) : branch[layer].ConditionalBatchNorm(map, labels));
    }

    /// <summary>pool(c₂ * f(c₁ * f(x))) + pool(c₀ * x) with spectral normalisation, without the inner f in the first block.</summary>
    public static PlainTensor ResidualDown(this PlainPass pass, PlainTensor x, bool first)
    {
        PlainPass branch = pass["branch"];
        (string one, string two) = first ? ("0", "2") : ("1", "3");
        PlainTensor inner = branch[one].Conv2d(first ? x : branch.Relu(x), padding: 1, spectral: true);
        return branch[two].Conv2d(branch.Relu(inner), padding: 1, spectral: true).AveragePool() + pass["shortcut"]["1"].Conv2d(x, spectral: true).AveragePool();
    }

    private static PlainTensor ForClasses(PlainPass pass, PlainTensor normal, int[] labels)
    {
        (PlainTensor gamma, PlainTensor beta) = (pass["gamma"].Value("weight"), pass["beta"].Value("weight"));
        int classes = gamma.Shape[1];
        return normal.Each((n, c, x) => (1 + gamma.Values[c * classes + labels[n]]) * x + beta.Values[c * classes + labels[n]]);
    }
}
