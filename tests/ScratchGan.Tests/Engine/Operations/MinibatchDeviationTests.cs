using ScratchGan.Engine.Layers;
using static ScratchGan.Tests.Engine.Operations.Plain;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>x [N, C, …] with the mean over all elements of √(Var over the group + 10⁻⁸) as one more channel; a group's members stand N/size apart.</summary>
public sealed class MinibatchDeviationTests : OperationTests<MinibatchDeviationTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases => [Case(2, 6, 3), Case(3, 6, 2, 2, 1), Case(8, 4, 3, 1, 2)];

    private static OperationCase Case(int group, params int[] shape)
    {
        (int size, int values) = (Math.Min(group, shape[0]), shape[1..].Aggregate(1, (product, side) => product * side));
        int groups = shape[0] / size;
        int[] result = [shape[0], shape[1] + 1, .. shape[2..]];
        return new OperationCase(
            $"MinibatchDeviation of [{string.Join(", ", shape)}] in groups of {group}",
            [Input.Signed(shape)],
            x => new MinibatchDeviation(group).Forward(x[0]),
            x => Array(result, y => y[1] < shape[1] ? At(x[0], shape, y) : Spread(x[0], y[0] % groups)))
        {
            Terms = shape[0] * values,
        };

        double Spread(double[] x, int of) => Enumerable.Range(0, values).Average(k =>
        {
            double[] members = [.. Enumerable.Range(0, size).Select(member => x[(member * groups + of) * values + k])];
            double mean = members.Average();
            return Math.Sqrt(members.Average(value => (value - mean) * (value - mean)) + 1e-8f);
        });
    }
}
