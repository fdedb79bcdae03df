using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Models;
using ScratchGan.Kernels.Operators;
using ScratchGan.Tests.Engine.Operations;
using ScratchGan.Tests.Gan.Models.Reference;

namespace ScratchGan.Tests.Gan.Models;

/// <summary>Layers that know of classes: value and both gradients, with respect to input and parameters, against their formulas in double precision.</summary>
public sealed class ConditionalLayerTests : OperationTests<ConditionalLayerTests>, IOperationCases
{
    private const int Classes = 4;
    private static readonly int[] Labels = [2, 0, 3, 2, 1];

    public static IEnumerable<OperationCase> Cases =>
    [
        LayerCase.Of(
            "ConditionalBatchNorm2d",
            Input.Signed(5, 3, 1, 2),
            device => new ConditionalBatchNorm2d<Tanh>(3, Activations.Tanh, Of(device)),
            (pass, x) => pass.ConditionalBatchNorm(x, Labels).Map(Math.Tanh),
            terms: 4 * 10),
        LayerCase.Of(
            "ConditionalBatchNorm2d of rows",
            Input.Signed(5, 3),
            device => new ConditionalBatchNorm2d<Relu>(3, Activations.Relu, Of(device)),
            (pass, x) => pass.Relu(pass.ConditionalBatchNorm(x, Labels)),
            terms: 4 * 5),
        LayerCase.Of(
            "ConditionalBatchNorm2d in evaluation",
            Input.Signed(5, 2, 1, 3),
            device => Evaluated(new ConditionalBatchNorm2d<LeakyRelu>(2, Activations.LeakyRelu(0.2f), Of(device))),
            (pass, x) => pass.LeakyRelu(pass.ConditionalBatchNormInEvaluation(x, Labels)),
            terms: 15),
        LayerCase.Of(
            "Projection",
            Input.Signed(5, 3),
            device => new Projection(new ActivationLayer<Tanh>(Activations.Tanh), 3, Of(device)),
            (pass, x) => pass.Projection(x.Map(Math.Tanh), Labels),
            terms: 5 * 6),
        LayerCase.Of(
            "Projection with spectral normalisation",
            Input.Signed(5, 3),
            device => new Projection(new ActivationLayer<Tanh>(Activations.Tanh), 3, Of(device), spectral: true),
            (pass, x) => pass.Projection(x.Map(Math.Tanh), Labels, spectral: true),
            terms: 5 * 6 * 12),
        Concatenation("LabelConcatenation", Input.Signed(5, 3, 1, 2)),
        Concatenation("LabelConcatenation of rows", Input.Signed(5, 3)),
        LayerCase.Of(
            "AuxiliaryClassifier",
            Input.Signed(5, 3),
            _ => new AuxiliaryClassifier(new ActivationLayer<Tanh>(Activations.Tanh), 3, Classes),
            (pass, x) => pass.Auxiliary(x.Map(Math.Tanh)),
            terms: 5 * 3 * 5),
    ];

    private static OperationCase Concatenation(string name, Input input) =>
        LayerCase.Of(name, input, device => new LabelConcatenation(Of(device)), (_, x) => x.WithLabels(Labels, Classes), terms: 1);

    private static ClassLabels Of(Device device)
    {
        var labels = new ClassLabels(Classes);
        labels.Set(device, Labels);
        return labels;
    }

    private static Module Evaluated(Module layer)
    {
        layer.Evaluate();
        return layer;
    }
}
