// Proofs that take too long for a test: a training killed at random moments and continued ends as if nothing had happened, and files with random damage are
// refused in words; and every objective makes digits of all classes. Each prints one JSON line, and ends with exit code 1 when something was not as it must be.
using System.CommandLine;
using ScratchGan.Proofs;
using ScratchGan.Proofs.Objectives;

Option<int> kills = new("--count") { Description = "processes killed", DefaultValueFactory = _ => 100 };
Option<int> mutations = new("--count") { Description = "damaged files", DefaultValueFactory = _ => 10_000 };
Option<ulong> seed = new("--seed") { Description = "decides the moments, or the damage", DefaultValueFactory = _ => 1 };

var killCommand = new Command("kills", "Kills a short training at random moments, continues it, and compares the end with the training nobody killed.") { kills, seed };
killCommand.SetAction(parsed => KillProof.Run(parsed.GetValue(kills), parsed.GetValue(seed), Console.Out, Console.Error));
var mutationCommand = new Command("mutations", "Damages checkpoints, images, archives and IDX files at random and opens them.") { mutations, seed };
mutationCommand.SetAction(parsed => MutationProof.Run(parsed.GetValue(mutations), parsed.GetValue(seed), Console.Out, Console.Error));

Option<string> objective = new("--objective") { Description = "one of them, or all", DefaultValueFactory = _ => Contestant.Everybody };
objective.AcceptOnlyFromAmong([Contestant.Everybody, .. Contestant.All.Select(contestant => contestant.Name)]);
Option<int> seeds = new("--seeds") { Description = "trainings of each, with the seeds 1, 2, …", DefaultValueFactory = _ => ObjectiveSettings.UsualSeeds };
Option<int?> steps = new("--steps") { Description = $"of each training; without it {ObjectiveSettings.UsualSteps}, as examples/Dcgan takes" };
Option<int> threads = new("--threads") { Description = "the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<string?> folder = new("--out") { Description = "folder for runs/, results.jsonl and samples.png; what is there already is not done again" };
Option<bool> quick = new("--quick")
{
    Description = $"{ObjectiveSettings.QuickSteps} steps of one seed, which only have to make classes more equal than they were",
};
AtLeastOne(seeds);
AtLeastOne(steps);
AtLeastOne(threads);
var objectivesCommand = new Command("objectives", "Trains examples/Dcgan with each objective and counts the classes of the digits that come out.")
{
    objective, seeds, steps, threads, folder, quick,
};
objectivesCommand.SetAction(parsed => ObjectivesProof.Run(
    new ObjectiveSettings(
        Contestant.Chosen(parsed.GetRequiredValue(objective)),
        parsed.GetValue(seeds),
        parsed.GetValue(steps) ?? (parsed.GetValue(quick) ? ObjectiveSettings.QuickSteps : ObjectiveSettings.UsualSteps),
        parsed.GetValue(threads), parsed.GetValue(folder), parsed.GetValue(quick)),
    Console.Out, Console.Error));

return new RootCommand("What must hold however a run is interrupted, whatever a file contains, and whatever is minimised.")
{
    killCommand, mutationCommand, objectivesCommand,
}.Parse(args).Invoke();

static void AtLeastOne<T>(Option<T> option) => option.Validators.Add(result =>
{
    if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < 1)
        result.AddError($"{option.Name}: expected at least 1, found {value}");
});
