using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ScratchGan.Examples;

/// <summary>Kinds of options: each reads its value, and refuses one that does not fit in one line that says what was expected.</summary>
internal static class OptionFactory
{
    internal static Option<int> Number(string name, int? value, int least, int most, string description) =>
        Number(name, value, $"a whole number from {least} to {most}", number => number >= least && number <= most, description);

    internal static Option<int> Number(string name, int? value, string expected, Func<int, bool> accepts, string description) =>
        Value(
            name, value, expected,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && accepts(number) ? number : null,
            description);

    internal static Option<T> Value<T>(string name, T? value, string expected, Func<string, T?> read, string description)
        where T : struct
    {
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => read(result.Tokens[0].Value) is T found ? found : Refuse<T>(result, name, expected),
        };
        if (value is T initial)
            option.DefaultValueFactory = _ => initial;
        return option;
    }

    internal static Option<string> Choice(string name, string value, string description, string[] choices) =>
        Checked(name, value, string.Join('|', choices), description, choices.Contains, $"one of {string.Join(", ", choices)}");

    internal static Option<string> Checked(
        string name, string value, string helpName, string description, Func<string, bool> accepts, string expected) => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => value,
            CustomParser = result => accepts(result.Tokens[0].Value) ? result.Tokens[0].Value : Refuse<string>(result, name, expected),
        };

    /// <param name="convert">what becomes of what was typed; null when it does not fit</param>
    /// <param name="expected">without it the help name</param>
    internal static Option<string> Text(
        string name, string? value, string helpName, string description, Func<string, string?> convert, string? expected = null)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => (result.Tokens[0].Value is { Length: > 0 } text ? convert(text) : null)
                ?? Refuse<string>(result, name, expected ?? helpName),
        };
        if (value is not null)
            option.DefaultValueFactory = _ => value;
        return option;
    }

    internal static T? Refuse<T>(ArgumentResult result, string name, string expected)
    {
        result.AddError($"{name}: expected {expected}, found {(result.Tokens[0].Value.Length == 0 ? "nothing" : result.Tokens[0].Value)}");
        return default;
    }

    internal static ulong? Unsigned(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;

    internal static float? PositiveFloat(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && value > 0 && float.IsFinite(value) ? value : null;
}
