// Proofs that take too long for a test: a training killed at random moments and continued ends as if nothing had happened, and files with random damage are
// refused in words; every objective, regulariser and network makes digits of all classes; and detectors notice a training that fails, soon, and no other. Each
// prints one JSON line, and ends with exit code 1 when something was not as it must be.
using System.CommandLine;
using ScratchGan.Proofs;
using ScratchGan.Proofs.Catalogue;
using ScratchGan.Proofs.Detection;

Option<int> kills = new("--count") { Description = "processes killed", DefaultValueFactory = _ => 100 };
Option<int> mutations = new("--count") { Description = "damaged files", DefaultValueFactory = _ => 10_000 };
Option<ulong> seed = new("--seed") { Description = "decides the moments, or the damage", DefaultValueFactory = _ => 1 };

var killCommand = new Command("kills", "Kills a short training at random moments, continues it, and compares the end with the training nobody killed.") { kills, seed };
killCommand.SetAction(parsed => KillProof.Run(parsed.GetValue(kills), parsed.GetValue(seed), Console.Out, Console.Error));
var mutationCommand = new Command("mutations", "Damages checkpoints, images, archives and IDX files at random and opens them.") { mutations, seed };
mutationCommand.SetAction(parsed => MutationProof.Run(parsed.GetValue(mutations), parsed.GetValue(seed), Console.Out, Console.Error));

Option<string> entry = new("--entry") { Description = "one of them, or all", DefaultValueFactory = _ => CatalogueEntry.Everybody };
entry.AcceptOnlyFromAmong([CatalogueEntry.Everybody, .. CatalogueEntry.All.Select(one => one.Name)]);
Option<int> seeds = new("--seeds") { Description = "trainings of each, with the seeds 1, 2, …", DefaultValueFactory = _ => CatalogueSettings.UsualSeeds };
Option<int?> steps = new("--steps") { Description = $"of each training; without it {CatalogueSettings.UsualSteps}, as examples/Dcgan takes" };
Option<int> threads = new("--threads") { Description = "the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<string?> folder = new("--out") { Description = "folder for runs/, results.jsonl and samples.png; what is there already is not done again" };
Option<bool> quick = new("--quick")
{
    Description = $"{CatalogueSettings.QuickSteps} steps of one seed, which only have to make classes more equal than they were",
};
AtLeastOne(seeds);
AtLeastOne(steps);
AtLeastOne(threads);
var catalogueCommand = new Command(
    "catalogue", "Trains examples/Dcgan with each objective, regulariser and network, and counts the classes of the digits that come out.")
{
    entry, seeds, steps, threads, folder, quick,
};
catalogueCommand.SetAction(parsed => CatalogueProof.Run(
    new CatalogueSettings(
        CatalogueEntry.Chosen(parsed.GetRequiredValue(entry)),
        parsed.GetValue(seeds),
        parsed.GetValue(steps) ?? (parsed.GetValue(quick) ? CatalogueSettings.QuickSteps : CatalogueSettings.UsualSteps),
        parsed.GetValue(threads), parsed.GetValue(folder), parsed.GetValue(quick)),
    Console.Out, Console.Error));

Option<int> runs = new("--seeds") { Description = "trainings of each kind", DefaultValueFactory = _ => DetectionProof.UsualSeeds };
Option<ulong> first = new("--first") { Description = "the first seed", DefaultValueFactory = _ => 1 };
Option<int> atATime = new("--threads") { Description = "trainings at a time", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<string?> results = new("--out") { Description = "a .jsonl file; what is there already is not done again" };
Option<bool> oneSeed = new("--quick") { Description = "one seed" };
AtLeastOne(runs);
AtLeastOne(atATime);
var detectionCommand = new Command(
    "detection", "Trains healthy runs and runs that fail at a known step; prints how soon detectors notice, and how often they are wrong.")
{
    runs, first, atATime, results, oneSeed,
};
detectionCommand.SetAction(parsed => DetectionProof.Run(
    parsed.GetValue(first), parsed.GetValue(oneSeed) ? 1 : parsed.GetValue(runs), parsed.GetValue(atATime), parsed.GetValue(results), Console.Out));

Option<int> costThreads = new("--threads") { Description = "of the run", DefaultValueFactory = _ => Environment.ProcessorCount };
AtLeastOne(costThreads);
var costCommand = new Command("detector-cost", "Runs examples/Dcgan with its defaults and prints the detectors' share of the training time.") { costThreads };
costCommand.SetAction(parsed => DetectorCost.Run(parsed.GetValue(costThreads), Console.Out, Console.Error));

return new RootCommand("What must hold however a run is interrupted, whatever a file contains, whatever is minimised, and when a training fails.")
{
    killCommand, mutationCommand, catalogueCommand, detectionCommand, costCommand,
}.Parse(args).Invoke();

static void AtLeastOne<T>(Option<T> option) => option.Validators.Add(result =>
{
    if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < 1)
        result.AddError($"{option.Name}: expected at least 1, found {value}");
});
