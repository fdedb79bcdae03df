using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Tests.Gan.Models.Reference;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Gan.Models;

/// <summary>
/// Compares a network with its double forward y(x, θ). With random cotangents c, L = Σ c·y, and H = ½|∂L/∂x|², which is what R1 is made of. For the input and
/// each parameter tensor t a direction d of its own, random, and half along the gradient that was found, so that a wrong factor shows among many elements:
/// <para>first order: ⟨∂L/∂t, d⟩ = dL/ds along d. Second order: ⟨∂H/∂t, d⟩ = ∂²L/∂s∂r along d and, in x, along ∂L/∂x, since ∂H = ⟨∂L/∂x, ∂(∂L/∂x)⟩.</para>
/// <para>
/// Expected: central differences of the double forward with a step of 5e-5, wrong by its square and by rounding of 1e-16/step², 4e-8 of L. All points must have
/// the same <see cref="PlainPass.Pattern"/>: between them no rectifier changes sides.
/// </para>
/// </summary>
internal sealed class NetworkCheck
{
    private const double Step = 5e-5;

    /// <summary>Nearer to a kink float32 may be on the other side.</summary>
    private const double KinkMargin = 5e-5;

    /// <summary>Of a gradient's norm, in both orders: float32 through some twenty layers. The errors seen reach a quarter of the tolerance.</summary>
    private static readonly double[] Relative = [2e-6, 5e-6];

    /// <summary>
    /// Of the largest norm of all the gradients, in both orders: what is left where a tensor's own gradient is 0, of the roundings of its terms and of the
    /// differences.
    /// </summary>
    private static readonly double[] Absolute = [1e-6, 3e-6];

    private readonly NetworkCase _case;
    private readonly Module _network;
    private readonly string[] _names;
    private readonly Tensor[] _tensors;
    private readonly Dictionary<string, PlainTensor> _rest;
    private readonly SpectralVectors _held;
    private readonly double[] _cotangents;
    private readonly double[][] _directions;
    private readonly ulong _pattern;

    public NetworkCheck(Device device, NetworkCase subject, int seed)
    {
        _case = subject;
        _network = subject.Create(NetworkCase.LabelsOn(device));
        _network.Initialize(device, new RandomSource((ulong)seed, stream: 0));
        var random = new Random(seed);
        // Initial biases of 0, scales of 1 and last layers of 0 would hide mistakes.
        foreach (Tensor parameter in _network.Parameters)
            parameter.Write([.. parameter.ToArray().Select(value => value + 0.5f * (2 * random.NextSingle() - 1))]);
        Tensor x = Tensor.From(device, [.. Enumerable.Range(0, subject.Input.Count).Select(_ => 3 * random.NextSingle() - 1.5f)], subject.Input);
        _names = ["input", .. _network.NamedParameters().Select(entry => entry.Path)];
        _tensors = [x, .. _network.Parameters];
        _rest = _network.StateDictionary().Append(new("input", x)).ToDictionary(entry => entry.Key, entry => Plain(entry.Value));
        _held = new SpectralVectors(_rest);
        _directions = [.. _tensors.Select(tensor => Unit([.. Enumerable.Range(0, tensor.Shape.Count).Select(_ => 2 * random.NextDouble() - 1)]))];
        (PlainTensor y, PlainPass pass) = Run(_rest);
        _cotangents = [.. y.Values.Select(_ => 2 * (float)random.NextDouble() - 1.0)];
        _pattern = pass.Pattern;
        if (pass.KinkDistance < KinkMargin)
            throw new InvalidOperationException($"{subject}: an input of a rectifier is {pass.KinkDistance:E1}; choose another seed");
    }

    /// <summary>What is passed to the network: its input, or that behind an operation that is broken on purpose.</summary>
    public Func<Tensor, Tensor> Before { get; set; } = x => x;

    /// <summary>What is wrong with the network; null when nothing is.</summary>
    public string? Mismatch()
    {
        Tensor y = _network.Forward(Before(_tensors[0]));
        double[] values = Doubles(y);
        double[] expected = Run(_rest).Y.Values;
        double most = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
            if (!(Math.Abs(values[i] - expected[i]) <= 1e-5 * most))
                return $"{_case}, result {i}: expected {expected[i]:R}, found {values[i]:R}";
        Tensor loss = (y * Tensor.From(y.Device, [.. _cotangents.Select(c => (float)c)], y.Shape)).Sum();
        Tensor[] first = Gradients.Of(loss, _tensors, keepGraph: true);
        double[] slope = Doubles(first[0]);
        double norm = Norm(slope);
        Tensor[] second = Gradients.Of(first[0].Square().Sum() * 0.5f, _tensors, keepGraph: true);
        double[] along = Unit(slope);
        return Compare("gradient", 0, first, (i, d) => Difference(s => Loss((i, d, s))))
            ?? Compare("gradient of the slope", 1, second, (i, d) => norm * Difference(s => Difference(r => Loss((i, d, s), (0, along, r)))));
    }

    private string? Compare(string what, int order, Tensor[] gradients, Func<int, double[], double> derivative)
    {
        double most = gradients.Max(gradient => Norm(Doubles(gradient)));
        for (int i = 0; i < gradients.Length; i++)
        {
            double[] gradient = Doubles(gradients[i]);
            double[] direction = [.. _directions[i].Zip(Unit(gradient), (random, found) => random + found)];
            double expected = derivative(i, direction), found = Dot(gradient, direction);
            double tolerance = Relative[order] * Norm(gradient) + Absolute[order] * most;
            if (!(Math.Abs(found - expected) <= tolerance))
                return $"{_case}, {what} by {_names[i]}: expected {expected:R} within {tolerance:E1}, found {found:R}";
        }
        return null;
    }

    /// <summary>L with some tensors moved along directions.</summary>
    private double Loss(params ReadOnlySpan<(int Tensor, double[] Direction, double By)> moves)
    {
        var state = new Dictionary<string, PlainTensor>(_rest);
        foreach ((int tensor, double[] direction, double by) in moves)
        {
            PlainTensor at = state[_names[tensor]];
            state[_names[tensor]] = new PlainTensor([.. at.Values.Zip(direction, (value, slope) => value + by * slope)], at.Shape);
        }
        (PlainTensor y, PlainPass pass) = Run(state);
        return pass.Pattern == _pattern
            ? Dot(y.Values, _cotangents)
            : throw new InvalidOperationException($"{_case}: a rectifier changes sides along {_names[moves[0].Tensor]}; choose another seed");
    }

    private (PlainTensor Y, PlainPass Pass) Run(IReadOnlyDictionary<string, PlainTensor> state)
    {
        var pass = new PlainPass(state, _held);
        return (_case.Reference(pass, state["input"]), pass);
    }

    private static double Difference(Func<double, double> f) => (f(Step) - f(-Step)) / (2 * Step);

    private static double Norm(double[] values) => Math.Sqrt(Dot(values, values));

    /// <summary>Of length 1, or 0 where it is 0.</summary>
    private static double[] Unit(double[] values) => Norm(values) is > 0 and double norm ? Map(values, value => value / norm) : values;

    private static double[] Doubles(Tensor tensor) => [.. tensor.ToArray().Select(value => (double)value)];

    private static PlainTensor Plain(Tensor tensor) => LayerCase.Plain(Doubles(tensor), tensor.Shape);
}
