// Stacked MNIST: three grey digits are red, green and blue of one image, and a generator has to find all 1000 combinations. Prints modes found and KL from
// equal shares of all, beside what real images reach, several times on the way, and one JSON line. With --out, pictures and a checkpoint to go on from.
using System.CommandLine;
using ScratchGan.Data;
using ScratchGan.Examples.Shared;
using ScratchGan.Examples.StackedMnist;

Option<string> data = new("--data")
{
    Description = "digits (built in), or a folder with the four IDX files of MNIST, gzip or plain",
    DefaultValueFactory = _ => DatasetSource.Digits,
};
Option<ulong> seed = new("--seed") { Description = "of data, weights and latents; same seed, same result, whatever the threads", DefaultValueFactory = _ => 1 };
Option<int?> steps = new("--steps") { Description = "without it the recipe's own; the learning rate falls over them, so a run cannot be lengthened" };
Option<int> threads = new("--threads") { Description = "the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<string?> folder = new("--out")
{
    Description = "folder for samples-*.png, modes.svg, modes.jsonl, options.json, results.json, the classifier and checkpoints; without it no file is written",
};
Option<bool> resume = new("--resume") { Description = "go on from the checkpoint in --out, with the options of its run" };
Option<bool> quick = new("--quick") { Description = "small images and a short training that only has to learn something: less than a minute" };
steps.AtLeast(1);
threads.AtLeast(1);

var command = new RootCommand(
    "Trains a GAN on three digits in one image and counts which of the 1000 it has learnt. Exit codes: 0 done, 1 it did not learn, 2 bad input.")
{
    data, seed, steps, threads, folder, resume, quick,
};
command.Validators.Add(result =>
{
    if (result.GetValue(resume) && result.GetValue(folder) is null)
        result.AddError($"{resume.Name}: expected {folder.Name} with the folder to go on in, found none");
});
command.SetAction(given =>
{
    ParseResult parsed = given.CompletedFrom(given.GetValue(resume) ? given.GetValue(folder) : null);
    bool isQuick = parsed.GetValue(quick);
    Recipe recipe = isQuick ? Recipe.Quick : Recipe.Full;
    var settings = new Settings(
        parsed.GetRequiredValue(data), recipe, parsed.GetValue(steps) ?? recipe.Steps, parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(folder),
        parsed.GetValue(resume), isQuick);
    return Experiment.Run(settings, Console.Out) ? 0 : 1;
});

return command.Run(args);
