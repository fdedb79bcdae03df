using System.Globalization;
using System.Text;

namespace ScratchGan.Engine.Layers;

/// <summary>Writes a module as a table: one line a layer, then totals.</summary>
internal static class ModuleSummary
{
    private static readonly string[] Heading = ["layer", "output", "parameters", "MFLOP"];

    public static string Of(Module module, Shape input)
    {
        var rows = new List<string[]> { Heading };
        Shape shape = input;
        foreach ((string name, Module layer) in Leaves("", module))
        {
            LayerInfo info = layer.Describe(shape);
            shape = info.Output;
            rows.Add(Row($"{name} {layer}", info.Output.ToString(), layer, info.Flops));
        }
        rows.Add(Row("total", "", module, module.Describe(input).Flops));
        int[] widths = [.. Heading.Select((_, column) => rows.Max(row => row[column].Length) + 2)];
        var text = new StringBuilder();
        foreach (string[] row in rows)
            text.Append(row[0].PadRight(widths[0])).Append(row[1].PadRight(widths[1]))
                .Append(row[2].PadLeft(widths[2])).Append(row[3].PadLeft(widths[3])).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<(string, Module)> Leaves(string path, Module module) => module.IsChain
        ? module.Children.SelectMany(child => Leaves(path.Length == 0 ? child.Name : $"{path}.{child.Name}", child.Module))
        : [(path, module)];

    private static string[] Row(string layer, string output, Module module, double flops) =>
    [
        layer, output, module.NamedParameters().Sum(entry => (long)entry.Parameter.Shape.Count).ToString("N0", CultureInfo.InvariantCulture),
        (flops * 1e-6).ToString("N1", CultureInfo.InvariantCulture),
    ];
}
