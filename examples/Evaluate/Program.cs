// Scores images against real ones: a run of examples/Dcgan, Conditional, StackedMnist or R3Gan, or any folder or .zip of images, made with whatever software.
// Prints a table in which every number stands beside what fresh real images reach, and one JSON line; with --out also pictures, and the classifier whose
// features were used.
using System.CommandLine;
using ScratchGan.Data;
using ScratchGan.Examples.Evaluate;
using ScratchGan.Examples.Shared;

const int QuickImages = 4_000;

Option<string> samples = new("--samples")
{
    Description = "what to judge: a run folder of examples/Dcgan, Conditional, StackedMnist or R3Gan, one of its checkpoints, a folder or .zip of square "
        + "images of one size, an IDX or CIFAR-10 folder, digits, faces",
    Required = true,
};
Option<string> reference = new("--reference")
{
    Description = "what they should look like: digits or faces (built in), stacked:digits, or a folder or .zip as above; Fréchet and kernel distance, "
        + "precision, recall and class counts need labels, such as sub-folders that are classes",
    DefaultValueFactory = _ => DatasetSource.Digits,
};
Option<int?> count = new("--count") { Description = $"images judged; without it as many as there are on both sides, up to {Settings.UsualCount}" };
Option<int?> imageSize = new("--image-size")
{
    Description = $"pixels a side of digits and faces, without it {Settings.UsualImageSize}; other samples are judged at their own size, which the reference "
        + "is fitted to",
};
Option<int> trainImages = new("--train-images") { Description = "real images that the classifier is trained on, at most", DefaultValueFactory = _ => 10_000 };
Option<int> epochs = new("--epochs") { Description = "how often the classifier sees each of them", DefaultValueFactory = _ => 3 };
Option<string?> classifier = new("--classifier")
{
    Description = "classifier.safetensors, or its folder, of an earlier evaluation against the same data, instead of training one",
};
Option<ulong> seed = new("--seed") { Description = "decides which images are taken, and the classifier", DefaultValueFactory = _ => 1 };
Option<int> threads = new("--threads") { Description = "the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<string?> folder = new("--out") { Description = "folder for metrics.txt, .json and .svg, neighbours.png and classifier.safetensors; without it no file is written" };
Option<bool> quick = new("--quick") { Description = $"{Settings.QuickCount} images and one epoch over {QuickImages}: less than a minute, and less exact" };
count.AtLeast(1);
imageSize.AtLeast(Settings.LeastImageSize);
trainImages.AtLeast(1);
epochs.AtLeast(1);
threads.AtLeast(1);

var command = new RootCommand("Scores generated images against real ones, every number beside what fresh real images reach.")
{
    samples, reference, count, imageSize, trainImages, epochs, classifier, seed, threads, folder, quick,
};
command.SetAction(parsed =>
{
    bool isQuick = parsed.GetValue(quick);
    Evaluation.Run(
        new Settings(
            parsed.GetRequiredValue(samples), parsed.GetRequiredValue(reference), parsed.GetValue(count),
            parsed.GetValue(imageSize),
            isQuick ? Math.Min(QuickImages, parsed.GetValue(trainImages)) : parsed.GetValue(trainImages), isQuick ? 1 : parsed.GetValue(epochs),
            parsed.GetValue(classifier), parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(folder),
            isQuick),
        Console.Out);
});

return command.Run(args);
