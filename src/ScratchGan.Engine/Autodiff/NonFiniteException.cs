namespace ScratchGan.Engine;

/// <summary>A NaN or an infinity where a number was expected.</summary>
public sealed class NonFiniteException(string message) : ArithmeticException(message);
