// Draws with a trained generator: a grid, single images, a way from latent to latent as a strip and an animation. Also writes it in formats that other programs
// read. The same model, seed and options draw the same pictures.
using System.CommandLine;
using System.Globalization;
using ScratchGan.Examples.Sample;
using ScratchGan.Examples.Shared;

Option<string> model = new("--model")
{
    Description = "a run folder of examples/Dcgan, Conditional, StackedMnist or R3Gan, one of its checkpoints, or a generator of PyTorch's DCGAN example "
        + "as .safetensors",
    Required = true,
};
Option<string> folder = new("--out") { Description = "folder for the pictures, made where it is missing", DefaultValueFactory = _ => "samples" };
Option<int?> ofClass = new("--class")
{
    Description = "number of the class to draw, from 0, with a model of examples/Conditional; without it the grid has a row for each",
};
Option<int> count = new("--count") { Description = "images of the grid; rounded up to whole rows where each is of a class", DefaultValueFactory = _ => 64 };
Option<bool> single = new("--single") { Description = "every image also as a file of its own" };
Option<int> interpolate = new("--interpolate") { Description = "latents that a way leads through, and back; 0 for none", DefaultValueFactory = _ => 0 };
Option<int> frames = new("--frames") { Description = "pictures from one of them to the next", DefaultValueFactory = _ => 12 };
Option<float?> truncation = new("--truncation")
{
    Description = "numbers of a latent farther from 0 than this are drawn again: below 2 images become more usual and less varied",
    CustomParser = result => float.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : float.NaN,
};
Option<ulong> seed = new("--seed") { Description = "decides the latents", DefaultValueFactory = _ => 1 };
Option<int> threads = new("--threads") { Description = "the pictures do not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
Option<bool> onnx = new("--onnx") { Description = "also generator.onnx, and discriminator.onnx where the model has one; of a DCGAN only" };
Option<bool> pytorch = new("--pytorch")
{
    Description = "also netG.safetensors, and netD.safetensors where the model has one with batch normalisation, as PyTorch's DCGAN example names things; "
        + "of a DCGAN only",
};
Within(count, 1, 10_000);
Within(interpolate, 0, 1_000);
Within(frames, 2, 1_000);
Within(threads, 1, 256);
truncation.Validators.Add(result =>
{
    // Beyond a distance of 0.05 some of 25 draws is near enough in two cases of three; nearer to 0 the drawing would take long.
    if (result.GetValueOrDefault<float?>() is float value && !(value is >= 0.05f and <= 100f))
        result.AddError($"{truncation.Name}: expected a number from 0.05 to 100, found {result.Tokens[0].Value}");
});

var command = new RootCommand("Draws with a generator that an example has trained, or PyTorch's DCGAN example.")
{
    model, folder, ofClass, count, single, interpolate, frames, truncation, seed, threads, onnx, pytorch,
};
command.SetAction(parsed => Drawing.Run(
    new Settings(
        parsed.GetRequiredValue(model), parsed.GetRequiredValue(folder), parsed.GetValue(ofClass), parsed.GetValue(count), parsed.GetValue(single),
        parsed.GetValue(interpolate),
        parsed.GetValue(frames), parsed.GetValue(truncation), parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(onnx), parsed.GetValue(pytorch)),
    Console.Out));

return command.Run(args);

static void Within(Option<int> option, int least, int most) => option.Validators.Add(result =>
{
    if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out int value) && (value < least || value > most))
        result.AddError($"{option.Name}: expected a number from {least} to {most}, found {value}");
});
