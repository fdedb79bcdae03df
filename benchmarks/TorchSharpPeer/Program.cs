using System.CommandLine;
using ScratchGan.TorchSharpPeer;

// Prints one JSON line, with the fields of ScratchGan.Benchmarks' command "step". Example:
//   dotnet run -c Release --project benchmarks/TorchSharpPeer -- --image-size 64 --channels 3 --features 64 --batch 64 --threads 2
var imageSize = new Option<int>("--image-size") { DefaultValueFactory = _ => 64 };
imageSize.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is not (16 or 32 or 64))
        result.AddError($"{imageSize.Name}: expected 16, 32 or 64, found {result.GetValueOrDefault<int>()}");
});
Option<int> channels = Count("--channels", 3);
Option<int> features = Count("--features", 64);
Option<int> batch = Count("--batch", 64);
Option<int> threads = Count("--threads", Environment.ProcessorCount);
Option<int> steps = Count("--steps", 10);
Option<int> freeze = new Option<int>("--freeze-d")
{
    Description = "1 leaves out the discriminator's weight gradients in the generator's phase, which the original computes and throws away",
}.AcceptOnlyFromAmong("0", "1");

var library = new Argument<string>("library");
var weaken = new Command("weaken", "makes the library in this file load where libstdc++ is older") { library };
weaken.SetAction(result => LibraryVersions.Weaken(result.GetRequiredValue(library)));

var commands = new RootCommand("The DCGAN training step of ScratchGan on libtorch") { imageSize, channels, features, batch, threads, steps, freeze, weaken };
commands.SetAction(result =>
{
    var sizes = new NetworkSizes(result.GetValue(imageSize), result.GetValue(channels), result.GetValue(features));
    StepMeasurement.Run(sizes, result.GetValue(batch), result.GetValue(threads), result.GetValue(steps), result.GetValue(freeze) == 1);
});
ParseResult commandLine = commands.Parse(args);
if (commandLine.Errors.Count == 0)
    return commandLine.Invoke();
Console.Error.WriteLine(commandLine.Errors[0].Message.ReplaceLineEndings(" "));
return 2;

static Option<int> Count(string name, int usual)
{
    var option = new Option<int>(name) { DefaultValueFactory = _ => usual };
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
            result.AddError($"{name}: expected at least 1, found {result.GetValueOrDefault<int>()}");
    });
    return option;
}
