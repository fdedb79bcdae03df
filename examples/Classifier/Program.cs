// A digit classifier: the engine is good for more than GANs. The network is ConvolutionalClassifier, its training FeatureClassifier, in src/ScratchGan.Gan,
// where metrics use them too. Trains, judges itself on images it has never seen, and prints one JSON line.
using System.CommandLine;
using System.Text.Json;
using ScratchGan.Data;
using ScratchGan.Examples.Classifier;
using ScratchGan.Examples.Shared;

const int MostImagesAStep = 65_536;
Option<string> data = new("--data")
{
    Description = "digits (built in), or a folder of IDX or CIFAR-10 files",
    DefaultValueFactory = _ => DatasetSource.Digits,
};
Option<int> epochs = new("--epochs") { Description = "how often each image is seen", DefaultValueFactory = _ => 3 };
Option<int> batch = new("--batch") { Description = "images a step", DefaultValueFactory = _ => 64 };
Option<ulong> seed = new("--seed") { Description = "decides initial weights and order of images", DefaultValueFactory = _ => 1 };
Option<int> threads = new("--threads") { Description = "the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
foreach (Option<int> option in (Option<int>[])[epochs, batch, threads])
    option.AtLeast(1);
batch.Validators.Add(result =>
{
    if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value > MostImagesAStep)
        result.AddError($"{batch.Name}: expected at most {MostImagesAStep}, found {value}");
});

var command = new RootCommand("Trains a small convolutional classifier and prints its accuracy on held-out images.") { data, epochs, batch, seed, threads };
command.SetAction(parsed =>
{
    var settings = new ClassifierSettings(
        parsed.GetRequiredValue(data), parsed.GetRequiredValue(epochs), parsed.GetRequiredValue(batch), parsed.GetRequiredValue(seed),
        parsed.GetRequiredValue(threads));
    Console.WriteLine(JsonSerializer.Serialize(ClassifierRun.Run(settings, Console.Error.WriteLine), JsonSerializerOptions.Web));
});

return command.Run(args);
