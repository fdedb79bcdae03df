// Proofs that take too long for a test: a training killed at random moments and continued ends as if nothing had happened, and files with random damage are
// refused in words; detectors notice a training that fails, soon, and no other. Each prints one JSON line, and ends with exit code 1 when something was not
// as it must be.
using System.CommandLine;
using ScratchGan.Proofs;
using ScratchGan.Proofs.Detection;

Option<int> kills = new("--count") { Description = "processes killed", DefaultValueFactory = _ => 100 };
Option<int> mutations = new("--count") { Description = "damaged files", DefaultValueFactory = _ => 10_000 };
Option<ulong> seed = new("--seed") { Description = "decides the moments, or the damage", DefaultValueFactory = _ => 1 };

var killCommand = new Command("kills", "Kills a short training at random moments, continues it, and compares the end with the training nobody killed.") { kills, seed };
killCommand.SetAction(parsed => KillProof.Run(parsed.GetValue(kills), parsed.GetValue(seed), Console.Out, Console.Error));
var mutationCommand = new Command("mutations", "Damages checkpoints, images, archives and IDX files at random and opens them.") { mutations, seed };
mutationCommand.SetAction(parsed => MutationProof.Run(parsed.GetValue(mutations), parsed.GetValue(seed), Console.Out, Console.Error));

Option<int> seeds = new("--seeds") { Description = "trainings of each kind", DefaultValueFactory = _ => 20 };
Option<ulong> first = new("--first") { Description = "the first seed", DefaultValueFactory = _ => 1 };
Option<int> threads = new("--threads") { Description = "trainings at a time", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<string?> results = new("--out") { Description = "a .jsonl file: results found there are not measured again, new ones are added" };
Option<bool> quick = new("--quick") { Description = "one seed" };
var detectionCommand = new Command(
    "detection", "Trains healthy runs and runs that fail at a known step; prints how soon detectors notice, and how often they are wrong.")
{
    seeds, first, threads, results, quick,
};
detectionCommand.SetAction(parsed => DetectionProof.Run(
    parsed.GetValue(first), parsed.GetValue(quick) ? 1 : parsed.GetValue(seeds), parsed.GetValue(threads), parsed.GetValue(results), Console.Out));
Option<int> costThreads = new("--threads") { Description = "of the run", DefaultValueFactory = _ => Environment.ProcessorCount };
var costCommand = new Command("detector-cost", "Runs examples/Dcgan with its defaults and prints the detectors' share of the training time.") { costThreads };
costCommand.SetAction(parsed => DetectorCost.Run(parsed.GetValue(costThreads), Console.Out, Console.Error));

return new RootCommand("What must hold however a run is interrupted, whatever a file contains, and when a training fails.")
{
    killCommand, mutationCommand, detectionCommand, costCommand,
}.Parse(args).Invoke();
