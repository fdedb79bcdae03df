using System.Globalization;
using System.Text;

namespace ScratchGan.Engine.Layers;

/// <summary>Writes a module as a table: one line a layer, then totals.</summary>
internal static class ModuleSummary
{
    public static string Of(Module module, Shape input)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"layer",-38}{"output",-22}{"parameters",12}{"MFLOP",10}\n");
        Shape shape = input;
        foreach ((string name, Module layer) in Leaves("", module))
        {
            LayerInfo info = layer.Describe(shape);
            shape = info.Output;
            text.Append(Line($"{name} {layer}", info.Output.ToString(), Count(layer), info.Flops));
        }
        text.Append(Line("total", "", Count(module), module.Describe(input).Flops));
        return text.ToString();
    }

    private static IEnumerable<(string, Module)> Leaves(string path, Module module) => module is Sequential
        ? module.Children.SelectMany(child => Leaves(path.Length == 0 ? child.Name : $"{path}.{child.Name}", child.Module))
        : [(path, module)];

    private static long Count(Module module) => module.NamedParameters().Sum(entry => (long)entry.Parameter.Shape.Count);

    private static string Line(string layer, string output, long parameters, double flops) =>
        string.Create(CultureInfo.InvariantCulture, $"{layer,-38}{output,-22}{parameters,12:N0}{flops * 1e-6,10:N1}\n");
}
