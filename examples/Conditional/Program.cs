// Images of a class that is asked for. Trains a conditional DCGAN on labelled images, by any of four ways of telling the networks the class; a picture has a
// row for each class. Judged by two classifiers: one that learnt from real images reads the samples; one that learns from generated images alone is tested on
// real ones, beside the first. Ends with one JSON line.
using System.CommandLine;
using ScratchGan.Data;
using ScratchGan.Examples.Conditional;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Models;

Option<string> data = new("--data")
{
    Description = "labelled images: digits, or faces:smile and the like (built in), a folder with a sub-folder for each class or a .zip of it, "
        + "an IDX or CIFAR-10 folder",
    DefaultValueFactory = _ => DatasetSource.Digits,
};
Option<string> condition = new("--condition")
{
    Description = "how the networks are told the class: beside their inputs; projection in the discriminator; conditional batch norm in the generator, with "
        + "projection; not at all in the discriminator, which has to find it (AC-GAN)",
    HelpName = string.Join('|', Conditions.Words.Keys),
    DefaultValueFactory = _ => Condition.Projection.Word(),
};
condition.Validators.Add(result =>
{
    if (result.Tokens.Count == 1 && !Conditions.Words.ContainsKey(result.Tokens[0].Value))
        result.AddError($"{condition.Name}: expected one of {string.Join(", ", Conditions.Words.Keys)}, found {result.Tokens[0].Value}");
});
Option<int?> imageSize = new("--image-size") { Description = $"pixels a side: 16, 32, 64 or 128; without it {Settings.UsualImageSize}" };
imageSize.Validators.Add(result =>
{
    if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int size) && size is not (16 or 32 or 64 or 128))
        result.AddError($"{imageSize.Name}: expected 16, 32, 64 or 128, found {size}");
});
Option<int?> steps = new("--steps") { Description = $"without it {Settings.UsualSteps}; the learning rate falls with them, so a run cannot be lengthened" };
Option<ulong> seed = new("--seed") { Description = "of data, weights and latents; same seed, same result, whatever the threads", DefaultValueFactory = _ => 1 };
Option<int> threads = new("--threads") { Description = "the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
steps.AtLeast(1);
threads.AtLeast(1);
Option<string?> folder = new("--out") { Description = "folder for samples-*.png, checkpoints, options.json and results.json; without it no file is written" };
Option<bool> resume = new("--resume") { Description = "go on from the checkpoint in --out, with the options of its run" };
Option<bool> quick = new("--quick") { Description = "a short training at 16 pixels that only has to learn something: less than a minute" };

var command = new RootCommand(
    "Trains a GAN to draw the class that is asked for, and judges it by classifiers. Exit codes: 0 done, 1 it did not learn, 2 bad input.")
{
    data, condition, imageSize, steps, seed, threads, folder, resume, quick,
};
command.SetAction(given =>
{
    ParseResult parsed = given.CompletedFrom(given.GetValue(resume) ? given.GetValue(folder) : null);
    bool isQuick = parsed.GetValue(quick);
    var settings = new Settings(
        parsed.GetRequiredValue(data), Conditions.Words[parsed.GetRequiredValue(condition)],
        parsed.GetValue(imageSize) ?? (isQuick ? Settings.QuickImageSize : Settings.UsualImageSize),
        parsed.GetValue(steps) ?? (isQuick ? Settings.QuickSteps : Settings.UsualSteps), parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(folder),
        parsed.GetValue(resume), isQuick);
    return Experiment.Run(settings, Console.Out) ? 0 : 1;
});

return command.Run(args);
