using System.Globalization;

namespace ScratchGan.Engine;

/// <summary>A NaN or an infinity where a number was expected.</summary>
public sealed class NonFiniteException(string message) : ArithmeticException(message)
{
    /// <summary>The value of one element, in words.</summary>
    internal static string Text(Tensor tensor, int index) => tensor.ToArray()[index].ToString(CultureInfo.InvariantCulture);
}
