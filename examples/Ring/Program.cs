// A GAN in the plane: eight Gaussians on a ring, or 25 on a grid, so thin that a generator that drops one, or blurs two into each other, is found out by
// counting. Prints modes, share of good samples and reverse KL of each seed beside what the data itself gives, and one JSON line. With --out, pictures:
// real points (dark), generated ones (violet), over the discriminator's map (orange: it says real, blue: it says generated).
using System.CommandLine;
using ScratchGan.Examples.Ring;
using ScratchGan.Examples.Shared;

Option<string> data = new("--data") { Description = "ring: 8 modes, radius 1, σ 0.01; grid: 25 modes, σ 0.05", DefaultValueFactory = _ => "ring" };
data.AcceptOnlyFromAmong([.. Recipe.All.Keys]);
Option<int> seeds = new("--seeds") { Description = "trainings, with the seeds --seed, --seed + 1, …", DefaultValueFactory = _ => 1 };
Option<ulong> seed = new("--seed") { Description = "of data, weights and latents; same seed, same result, whatever the threads", DefaultValueFactory = _ => 1 };
Option<int?> steps = new("--steps") { Description = "of each training; without it the recipe's own, for which its schedules are tuned" };
Option<int> threads = new("--threads") { Description = "the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<string?> folder = new("--out") { Description = "folder for frame-*.png, frames.png and results.json; without it no file is written" };
Option<bool> quick = new("--quick") { Description = "a short training of one seed that only has to learn something: less than a minute" };
seeds.AtLeast(1);
threads.AtLeast(1);
steps.AtLeast(1);

var command = new RootCommand("Trains a GAN on Gaussians in the plane and counts what it has learnt. Exit codes: 0 done, 1 it did not learn, 2 bad input.")
{
    data, seeds, seed, steps, threads, folder, quick,
};
command.SetAction(parsed =>
{
    Recipe recipe = Recipe.All[parsed.GetRequiredValue(data)];
    bool isQuick = parsed.GetValue(quick);
    var settings = new Settings(
        recipe, parsed.GetValue(steps) ?? (isQuick ? Recipe.QuickSteps : recipe.Steps), parsed.GetValue(seed), isQuick ? 1 : parsed.GetValue(seeds),
        parsed.GetValue(threads), parsed.GetValue(folder), isQuick);
    return Experiment.Run(settings, Console.Out) ? 0 : 1;
});

return command.Run(args);
