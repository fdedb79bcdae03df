using System.Runtime.CompilerServices;
using Xunit;

namespace ScratchGan.Tests.Examples;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/PACKAGE.md")]
    public void The_ten_lines_are_those_that_a_test_compiles(string page)
    {
        string code = File.ReadAllText(Beside("TenLines.cs"));
        string[] lines = [.. code[code.IndexOf("    {\n", StringComparison.Ordinal)..].Split('\n').Select(line => line.Trim())
            .Where(line => line.EndsWith(';') || line.Contains("; ", StringComparison.Ordinal))];
        Assert.Equal(6, lines.Length);
        string readme = File.ReadAllText(Beside($"../../../{page}"));
        int place = 0;
        foreach (string line in lines.Select(line => line.Replace("(model,", "(\"checkpoint.safetensors\",", StringComparison.Ordinal)
            .Replace("(picture,", "(\"grid.png\",", StringComparison.Ordinal)))
        {
            int found = readme.IndexOf(line, place, StringComparison.Ordinal);
            Assert.True(found >= 0, $"{page}: expected, in this order, {line}");
            place = found + line.Length;
        }
    }

    private static string Beside(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);
}
