// Proofs that take too long for a test: a training killed at random moments and continued ends as if nothing had happened, and files with random damage are
// refused in words. Each prints one JSON line, and ends with exit code 1 when something was not as it must be.
using System.CommandLine;
using ScratchGan.Proofs;

Option<int> kills = new("--count") { Description = "processes killed", DefaultValueFactory = _ => 100 };
Option<int> mutations = new("--count") { Description = "damaged files", DefaultValueFactory = _ => 10_000 };
Option<ulong> seed = new("--seed") { Description = "decides the moments, or the damage", DefaultValueFactory = _ => 1 };

var killCommand = new Command("kills", "Kills a short training at random moments, continues it, and compares the end with the training nobody killed.") { kills, seed };
killCommand.SetAction(parsed => KillProof.Run(parsed.GetValue(kills), parsed.GetValue(seed), Console.Out, Console.Error));
var mutationCommand = new Command("mutations", "Damages checkpoints, images, archives and IDX files at random and opens them.") { mutations, seed };
mutationCommand.SetAction(parsed => MutationProof.Run(parsed.GetValue(mutations), parsed.GetValue(seed), Console.Out, Console.Error));

return new RootCommand("What must hold however a run is interrupted, and whatever a file contains.") { killCommand, mutationCommand }.Parse(args).Invoke();
