using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>
/// Compares a case with its double forward y(x). With random cotangents c and a random direction d, all inputs float32 numbers so that both sides start alike:
/// <para>forward: y. First gradient: ∂L/∂x of L(x, c) = Σ c·y(x). Second gradient: ∂h/∂x and ∂h/∂c of h(x, c) = Σ d·∂L/∂x.</para>
/// <para>
/// Expected, all from the double forward: ∂L/∂xⱼ by central differences; ∂h/∂xⱼ = ∂²L/∂s∂t along eⱼ and d, by nested central differences;
/// ∂h/∂c = ∂y/∂t along d. Each is extrapolated from the steps δ and 2δ, (4D(δ) − D(2δ))/3, which leaves δ⁴: about 1e-11 for δ = 1e-3, and rounding of
/// 1e-16/δ² = 1e-10. Both vanish against float32.
/// </para>
/// <para>
/// Tolerance: every result is a sum of up to T rounded terms of order m = max(1, largest expected element of that tensor), made by a chain of at most about
/// 8 · order roundings. Independent rounding errors, each at most u = 2⁻²⁴ relative, grow like √T; so |error| ≤ u · m · (8 · order + 2√T), order 1 for the
/// forward, 2 and 4 for the gradients. For T = 100 that is 2e-6 to 3e-6 of the largest element; the errors seen reach a quarter of it.
/// </para>
/// </summary>
internal sealed class OperationCheck
{
    public const double KinkMargin = 0.05;
    private const double Delta = 1e-3;
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private readonly Device _device;
    private readonly OperationCase _case;
    private readonly Func<double[][], double[][]> _reference;
    private readonly double[][] _x;
    private readonly double[][] _cotangents;
    private readonly double[][] _directions;
    private readonly Dictionary<int, double[]> _firstDifferences = [];
    private readonly Dictionary<int, double[]> _secondDifferences = [];

    public OperationCheck(Device device, OperationCase subject)
    {
        _device = device;
        _case = subject;
        Engine = subject.Engine;
        var random = new Random(subject.Name.Aggregate(17, (hash, letter) => hash * 31 + letter));
        int tries = 0;
        do
        {
            if (tries++ == 1000)
                throw new InvalidOperationException($"{subject}: no inputs found that keep away from the kinks");
            _x = [.. subject.Inputs.Select(input => Draw(random, input.Shape.Count, input.Draw))];
        }
        while (subject.KinkDistance(_x) < KinkMargin);
        _reference = subject.ReferenceNear?.Invoke(_x) ?? subject.Reference;
        _directions = [.. subject.Inputs.Select(input => Draw(random, input.Shape.Count, r => input.Differentiable ? 2 * r.NextDouble() - 1 : 0))];
        _cotangents = [.. _reference(_x).Take(subject.DifferentiableOutputs).Select(y => Draw(random, y.Length, r => 2 * r.NextDouble() - 1))];
    }

    /// <summary>The function that is compared: the case's own, or one broken on purpose.</summary>
    public Func<Tensor[], Tensor[]> Engine { get; set; }

    /// <summary>What is wrong with the forward pass; null when nothing is.</summary>
    public string? ForwardMismatch()
    {
        using var scope = new TensorScope(_device);
        Tensor[] actual = Engine(Tensors(_x));
        double[][] expected = _reference(_x);
        if (actual.Length != expected.Length)
            return $"{_case}: {expected.Length} results expected, found {actual.Length}";
        return FirstMismatch(expected.Select((y, i) => Compare($"result {i}", y, actual[i], order: 1)));
    }

    /// <summary>What is wrong with the first gradient; null when nothing is.</summary>
    public string? FirstGradientMismatch()
    {
        using var scope = new TensorScope(_device);
        Tensor[] x = Tensors(_x);
        Tensor[] gradients = Gradients.Of(Inner(Constants(_cotangents), Engine(x)), x);
        return FirstMismatch(Differentiable().Select(i => Compare($"gradient of input {i}", FirstDifferences(i), gradients[i], order: 2)));
    }

    /// <summary>What is wrong with the second gradient, with respect to inputs and cotangents; null when nothing is.</summary>
    public string? SecondGradientMismatch()
    {
        using var scope = new TensorScope(_device);
        (Tensor[] x, Tensor[] c, Tensor h) = Directional();
        Tensor[] gradients = Gradients.Of(h, [.. x, .. c]);
        double[][] slopes = Extrapolated(step => Difference(step, 2 * step, t => _reference(Moved(t))));
        IEnumerable<string?> byInput = Differentiable().Select(i => Compare($"second gradient by input {i}", SecondDifferences(i), gradients[i], order: 4));
        IEnumerable<string?> byCotangent = c.Select((_, k) => Compare($"second gradient by cotangent {k}", slopes[k], gradients[x.Length + k], order: 4));
        return FirstMismatch(byInput.Concat(byCotangent));
    }

    /// <summary>The tensors whose graphs are the case's forward, its first and its second gradients.</summary>
    public (IReadOnlyList<Tensor> Forward, IReadOnlyList<Tensor> Gradients) Graphs()
    {
        (Tensor[] x, Tensor[] c, Tensor h) = Directional();
        return (Engine(x), Gradients.Of(h, [.. x, .. c], keepGraph: true));
    }

    private (Tensor[] X, Tensor[] Cotangents, Tensor H) Directional()
    {
        Tensor[] x = Tensors(_x);
        Tensor[] y = Engine(x);
        Tensor[] c = Constants(_cotangents, y);
        Tensor[] first = Gradients.Of(Inner(c, y), x, keepGraph: true);
        return (x, c, Inner(Tensors(_directions), first));
    }

    private IEnumerable<int> Differentiable() => Enumerable.Range(0, _x.Length).Where(i => _case.Inputs[i].Differentiable);

    private double[] FirstDifferences(int input) => Once(_firstDifferences, input, (at, step) =>
        Difference(step, 2 * step, t => [[Value(_x, input, at, t)]])[0][0]);

    private double[] SecondDifferences(int input) => Once(_secondDifferences, input, (at, step) =>
        Difference(step, 2 * step, t => Difference(step, 2 * step, s => [[Value(Moved(s), input, at, t)]]))[0][0]);

    /// <summary>L with one element of the inputs moved.</summary>
    private double Value(double[][] x, int input, int at, double by)
    {
        double before = x[input][at];
        x[input][at] = before + by;
        double value = _reference(x).Zip(_cotangents, Plain.Dot).Sum();
        x[input][at] = before;
        return value;
    }

    /// <summary>x + t·d.</summary>
    private double[][] Moved(double t) => [.. _x.Zip(_directions, (x, d) => x.Zip(d, (value, slope) => value + t * slope).ToArray())];

    private double[] Once(Dictionary<int, double[]> known, int input, Func<int, double, double> derivative)
    {
        if (!known.TryGetValue(input, out double[]? values))
            known.Add(input, values = [.. Enumerable.Range(0, _x[input].Length).Select(at => Extrapolated(step => [[derivative(at, step)]])[0][0])]);
        return values;
    }

    /// <summary>(f(step) − f(−step)) / width.</summary>
    private static double[][] Difference(double step, double width, Func<double, double[][]> f) =>
        [.. f(step).Zip(f(-step), (above, below) => above.Zip(below, (a, b) => (a - b) / width).ToArray())];

    /// <summary>(4D(δ) − D(2δ))/3.</summary>
    private static double[][] Extrapolated(Func<double, double[][]> difference) =>
        [.. difference(Delta).Zip(difference(2 * Delta), (near, far) => near.Zip(far, (a, b) => (4 * a - b) / 3).ToArray())];

    private string? Compare(string what, double[] expected, Tensor actual, int order)
    {
        if (actual.Shape.Count != expected.Length)
            return $"{_case}, {what}: {expected.Length} elements expected, found {actual.Shape}";
        float[] values = actual.ToArray();
        double tolerance = UnitRoundoff * Math.Max(1, expected.Max(Math.Abs)) * (8 * order + 2 * Math.Sqrt(_case.Terms));
        for (int i = 0; i < values.Length; i++)
        {
            // Written so that NaN is a mismatch.
            if (!(Math.Abs(values[i] - expected[i]) <= tolerance))
                return $"{_case}, {what}, element {i}: expected {expected[i]:R} within {tolerance:E1}, found {values[i]:R}";
        }
        return null;
    }

    private static string? FirstMismatch(IEnumerable<string?> comparisons) => comparisons.FirstOrDefault(mismatch => mismatch is not null);

    /// <summary>Σ a·b over the tensors that have a partner.</summary>
    private static Tensor Inner(Tensor[] a, Tensor[] b) =>
        a.Zip(b, (left, right) => (left.Reshape(right.Shape) * right).Sum()).Aggregate((sum, term) => sum + term);

    private Tensor[] Tensors(double[][] values) => [.. values.Select((x, i) => Upload(x, _case.Inputs[i].Shape))];

    private Tensor[] Constants(double[][] values, Tensor[]? like = null) =>
        [.. values.Select((c, k) => Upload(c, like is null ? new Shape(c.Length) : like[k].Shape))];

    private Tensor Upload(double[] values, Shape shape) => Tensor.From(_device, [.. values.Select(value => (float)value)], shape);

    private static double[] Draw(Random random, int count, Func<Random, double> draw) => [.. Enumerable.Range(0, count).Select(_ => (double)(float)draw(random))];
}
