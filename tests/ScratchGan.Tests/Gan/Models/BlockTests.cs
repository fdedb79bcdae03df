using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Models;
using ScratchGan.Tests.Engine.Operations;
using ScratchGan.Tests.Gan.Models.Reference;

namespace ScratchGan.Tests.Gan.Models;

/// <summary>Blocks of the networks: value and both gradients, with respect to input and parameters, against their formulas in double precision.</summary>
public sealed class BlockTests : OperationTests<BlockTests>, IOperationCases
{
    private static readonly int[] Labels = [2, 0, 1];

    public static IEnumerable<OperationCase> Cases =>
    [
        LayerCase.Of(
            "ModulatedBasis", Input.Signed(5, 3, 1, 1), _ => new ModulatedBasis(3, 4, side: 2), (pass, x) => pass.ModulatedBasis(x), terms: 5 * 4 * 3),
        LayerCase.Of(
            "R3GanBlock",
            Input.Signed(2, 3, 1, 2),
            _ => new R3GanBlock(3, groupSize: 2, gain: 1f),
            (pass, x) => pass.R3GanBlock(x, groupSize: 2),
            terms: 6 * 12 * 3),
        // A bias before batch normalisation is taken off again.
        LayerCase.Of(
            "ResidualUp",
            Input.Signed(3, 2, 1, 2),
            _ => new ResidualUp(2, labels: null),
            (pass, x) => pass.ResidualUp(x, labels: null),
            terms: 1000,
            "branch.2.bias"),
        LayerCase.Of(
            "ResidualUp, conditional",
            Input.Signed(3, 2, 1, 2),
            device => new ResidualUp(2, Of(device)),
            (pass, x) => pass.ResidualUp(x, Labels),
            terms: 1000,
            "branch.2.bias"),
        Down("ResidualDown", first: false),
        Down("ResidualDown, first", first: true),
        LayerCase.Of("SumOfPlaces", Input.Signed(2, 3, 4, 5), _ => new SumOfPlaces(), (_, x) => x.SumOfPlaces(), terms: 20),
        LayerCase.Of(
            "Packed",
            Input.Signed(6, 2, 1, 5),
            _ => new Packed(3, new AuxiliaryClassifier(new Flatten(), width: 30, classes: 2)),
            (pass, x) => pass["packed"].Auxiliary(x.As(2, 30)),
            terms: 30 * 3),
    ];

    private static OperationCase Down(string name, bool first) =>
        LayerCase.Of(name, Input.AwayFromZero(2, 3, 2, 4), _ => new ResidualDown(3, 2, first), (pass, x) => pass.ResidualDown(x, first), terms: 1000);

    private static ClassLabels Of(Device device)
    {
        var labels = new ClassLabels(classes: 4);
        labels.Set(device, Labels);
        return labels;
    }
}
