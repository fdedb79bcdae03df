using ScratchGan.Gan.Models;

namespace ScratchGan.Examples;

/// <summary>What a network asks of the rest.</summary>
/// <param name="Penalties">those that it can be trained with</param>
/// <param name="Usual">the penalty of an objective that needs none of its own, when the user leaves it open</param>
internal sealed record NetworkChoice(Architecture Architecture, IReadOnlyList<string> Penalties, string Usual);
