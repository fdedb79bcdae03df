namespace ScratchGan.Gan.Metrics;

/// <summary>A metric's assumptions do not hold, so there is no number. The message is one line: what is wrong, what was expected, what was found.</summary>
public sealed class MetricException(string message) : ArgumentException(message);
