// R3GAN (Huang et al. 2024), small enough for a CPU: relativistic pairing with R1 and R2, residual networks without normalisation, numbers that move in a
// burn-in. Trains on the built-in faces, or on your images, and ends with one JSON line. With --lesson it shows what each part is for: the same training without
// the relativistic form, and without R2, over three seeds, counted on 1000 modes.
using System.CommandLine;
using System.Runtime.InteropServices;
using ScratchGan.Data;
using ScratchGan.Examples.R3Gan;
using ScratchGan.Examples.R3Gan.Lesson;
using ScratchGan.Examples.Shared;

const string AllConfigurations = "all";

Option<string> data = new("--data")
{
    Description = "faces or digits (built in), stacked:digits, or a folder or .zip of images",
    DefaultValueFactory = _ => DatasetSource.Faces,
};
Option<int> imageSize = new("--image-size") { Description = "pixels a side", DefaultValueFactory = _ => 32 };
imageSize.AcceptOnlyFromAmong([.. Recipe.ImageSizes.Select(size => $"{size}")]);
Option<long?> steps = new("--steps") { Description = $"of the training, {Recipe.UsualSteps} without it; of each run of the lesson, {LessonSettings.UsualSteps}" };
Option<ulong?> seed = new("--seed") { Description = "of data, weights and latents, 1 without it; same seed, same result, whatever the threads. Of the lesson: this run alone" };
Option<int> threads = new("--threads") { Description = "the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<string> folder = new("--out") { Description = "folder for pictures, metrics and checkpoints, or for the lesson's runs", DefaultValueFactory = _ => "runs/r3gan" };
Option<bool> resume = new("--resume")
{
    Description = "go on with the training in that folder, with the options of its run, as if it had never stopped; more --steps lengthen it",
};
Option<bool> quick = new("--quick") { Description = "a short training that only has to learn something: less than a minute" };
Option<bool> isLesson = new("--lesson") { Description = "the lesson: runs that are not yet in the folder, then the table and lesson.svg of all that are" };
Option<string> configuration = new("--configuration") { Description = "of the lesson: this one alone", DefaultValueFactory = _ => AllConfigurations };
configuration.AcceptOnlyFromAmong([AllConfigurations, .. Configuration.All.Select(each => each.Name)]);
steps.AtLeast(1);
threads.AtLeast(1);

var command = new RootCommand("Trains an R3GAN on images. Exit codes: 0 done, 1 it did not learn, 2 bad input.")
{
    data, imageSize, steps, seed, threads, folder, resume, quick, isLesson, configuration,
};
command.Validators.Add(result =>
{
    bool lesson = result.GetValue(isLesson);
    Option[] others = lesson ? [data, imageSize, resume, quick] : [configuration];
    if (others.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is Option other)
        result.AddError($"{other.Name}: expected {(lesson ? "no" : "with it")} {isLesson.Name}, found {(lesson ? "both" : "none")}");
});
using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, FinishTheStep);
command.SetAction(given =>
{
    ParseResult parsed = given.CompletedFrom(given.GetValue(resume) ? given.GetValue(folder) : null);
    bool isQuick = parsed.GetValue(quick);
    var settings = new Settings(
        parsed.GetRequiredValue(data), parsed.GetValue(imageSize), parsed.GetValue(steps) ?? (isQuick ? Recipe.QuickSteps : Recipe.UsualSteps),
        parsed.GetValue(seed) ?? 1, parsed.GetValue(threads), parsed.GetRequiredValue(folder), parsed.GetValue(resume), isQuick);
    if (parsed.GetValue(isLesson))
    {
        string name = parsed.GetRequiredValue(configuration);
        var lesson = new LessonSettings(
            [.. Configuration.All.Where(each => name is AllConfigurations || name == each.Name)],
            parsed.GetValue(seed) is ulong only ? [only] : LessonSettings.AllSeeds, parsed.GetValue(steps) ?? LessonSettings.UsualSteps);
        new LessonProgram(settings, lesson, Console.Out).Run();
        return 0;
    }
    using var training = new ImageTraining(settings, Console.Out);
    return training.Run(stop.Token) ? 0 : 1;
});

return command.Run(args);

// The first signal lets the step finish and saves; the second ends the program at once.
void FinishTheStep(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
