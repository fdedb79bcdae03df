// A forger paints banknotes, though he has never seen a real one.
// A detective looks at single notes, some from the bank, some from the forger, and says how sure she is that each is real.
// Each time she is told the truth, and sharpens her eye on what she got wrong.
// The forger is told nothing but this: how each of his notes should have changed for her to believe in it a little more.
// So each makes the other better, until his notes are as good as real ones and she may as well toss a coin.
//
// In this code       the note is a row of a Tensor; here it is just a point (x, y), and the bank issues points near a ring
//                    the forger is a Module, the generator, that turns random numbers (RandomSource) into notes
//                    the detective is a Module too, the discriminator; her verdict is a logit: above 0 she says "real"
//                    how far off each of them was is a number, the loss, written down by an IGanObjective
//                    the forger's hint, and the detective's lesson, are Gradients; an Optimizer takes one step along them
//                    the turns they take are Phases of a GanTrainer
//
// Read on from top to bottom. Every number printed is compared with what it must be; the program fails if one is not.
using System.Globalization;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;
using LeakyRelu = ScratchGan.Kernels.Operators.LeakyRelu;

int failures = 0;
using Device device = Device.Cpu(threads: 2); // owns the memory of all tensors below; the results do not depend on the threads
using var everything = new TensorScope(device); // gives that memory back at the end

Title("1. A tensor is a shape over numbers");
Tensor matrix = Tensor.From(device, [1, 2, 3, 4, 5, 6], new Shape(2, 3)); // rows (1 2 3) and (4 5 6)
Tensor row = Tensor.From(device, [10, 20, 30], new Shape(3));
Must("matrix + row: the row is added to each row; first row", (matrix + row).ToArray()[..3], [11, 22, 33]);
Must("matrix · row: each row's sum of products", matrix.MatMul(row.Reshape(3, 1)).ToArray(), [140, 320]);
Must("the sum of everything", [matrix.Sum().Item()], [21]);

Title("2. A gradient: which way is up, and how steep");
// A tensor made from others remembers how. Gradients.Of walks that history backwards and returns d(output)/d(target), as tensors.
Tensor x = Tensor.From(device, [5], new Shape(1));
Tensor cube = x * x * x;
Must("x³ at x = 5", [cube.Item()], [125]);
Tensor slope = Gradients.Of(cube, [x], keepGraph: true)[0];
Must("its slope 3x²", [slope.Item()], [75]);
// One step against the gradient makes the output smaller. All learning below is this line, repeated.
Must("x³ after a step of 0.01 down the slope: (5 − 0.75)³", [(x - 0.01f * slope).Square().Item() * (5 - 0.75f)], [76.765625f]);

Title("3. A gradient of a gradient");
// keepGraph gave the slope a history of its own, so it can be differentiated like anything else.
Must("the slope's slope 6x", [Gradients.Of(slope, [x])[0].Item()], [30]);
// What it is good for: a detective who flips from "fake" to "real" within a hair's breadth teaches nothing. R1 punishes the steepness of her verdict D
// with respect to the note, ‖∂D/∂x‖², and to lower it by gradient descent one needs its gradient with respect to her weights.
Tensor weights = Tensor.From(device, [3, 4], new Shape(2, 1));
Tensor note = Tensor.From(device, [0.5f, -1], new Shape(1, 2));
Tensor steepness = Gradients.Of(note.MatMul(weights), [note], keepGraph: true)[0].Square().Sum();
Must("D(x) = w·x with w = (3, 4): ‖∂D/∂x‖² = ‖w‖²", [steepness.Item()], [25]);
Must("the gradient of that with respect to w: 2w", Gradients.Of(steepness, [weights])[0].ToArray(), [6, 8]);

Title("4. A forger and a detective");
const int Batch = 256;
const int Latent = 2;
const int Steps = 2000;
var bank = new RandomSource(seed: 1, stream: 0);
var whims = new RandomSource(seed: 1, stream: 1);
var beginnings = new RandomSource(seed: 1, stream: 2);
using Module forger = Network(Latent, 2);
using Module detective = Network(2, 1);
forger.Initialize(device, beginnings);
detective.Initialize(device, beginnings);
using var forgerOptimizer = new Adam(forger, learningRate: 1e-3f);
using var detectiveOptimizer = new Adam(detective, learningRate: 1e-3f);
IGanObjective objective = new NonSaturating();
var trainer = new GanTrainer(
    forger, Whims, AdversarialPhases.Create(forger, forgerOptimizer, detective, detectiveOptimizer, objective, new R1(gamma: 0.1f), bank));

(int Modes, float Good) before = Judge(forger.Forward(Whims(4096)));
(int Modes, float Good) ideal = Judge(Notes(4096));
for (int step = 0; step < Steps; step++)
{
    using var scope = new TensorScope(device);
    trainer.Run(Notes(Batch), measure: false);
}
(int Modes, float Good) after = Judge(forger.Forward(Whims(4096)));
MustBeBetween("good notes before training", before.Good, 0, 0.3f);
MustBeBetween("good notes of the bank itself: 1 − e^(−9/2)", ideal.Good, 0.98f, 1);
MustBeBetween("good notes after training", after.Good, 0.6f, 1);
MustBeBetween("places of the ring reached before training", before.Modes, 0, 4);
MustBeBetween("places of the ring reached after training", after.Modes, 8, 8);

Title("5. What \"the detective is at 50 %\" means: nothing, alone");
(float OnReal, float OnFake, float Loss) = Examine(detective);
MustBeBetween("against the good forger: her mean probability of \"real\" for real notes", OnReal, 0.45f, 0.58f);
MustBeBetween("    and for forged ones", OnFake, 0.42f, 0.55f);
MustBeBetween("    and her loss, near 2 ln 2 = 1.386", Loss, 1.3f, 1.39f);
// Now a detective who has died at her desk: all her weights are zero. She meets a forger who has learnt nothing.
using Module dead = Network(2, 1);
using Module beginner = Network(Latent, 2);
dead.Initialize(device, beginnings);
beginner.Initialize(device, beginnings);
foreach (Tensor parameter in dead.Parameters)
    parameter.Write(new float[parameter.Shape.Count]);
(OnReal, OnFake, Loss) = Examine(dead, beginner);
Must("the dead detective: probability of \"real\" for real and for forged notes", [OnReal, OnFake], [0.5f, 0.5f]);
Must("    and her loss: 2 ln 2", [Loss], [2 * MathF.Log(2)]);
MustBeBetween("    and the good notes of the forger opposite her", Judge(beginner.Forward(Whims(4096))).Good, 0, 0.3f);

Console.WriteLine(failures == 0 ? "\nAll numbers are what they must be." : $"\n{failures} numbers are not what they must be.");
return failures == 0 ? 0 : 1;

static Module Network(int inputs, int outputs) => new Sequential(
    new Linear(inputs, 64), new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(0.2f)),
    new Linear(64, 64), new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(0.2f)),
    new Linear(64, outputs));

Tensor Whims(int count) => whims.Normal(device, new Shape(count, Latent));

Tensor Notes(int count)
{
    float[] points = new float[2 * count];
    bank.FillNormal(points);
    for (int i = 0; i < count; i++)
    {
        (float sin, float cos) = MathF.SinCos(i % 8 * MathF.Tau / 8);
        (points[2 * i], points[2 * i + 1]) = (cos + 0.05f * points[2 * i], sin + 0.05f * points[2 * i + 1]);
    }
    return Tensor.From(device, points, new Shape(count, 2));
}

(int Modes, float Good) Judge(Tensor notes)
{
    int[] hits = new int[8];
    foreach (float[] point in notes.ToArray().Chunk(2))
        for (int mode = 0; mode < 8; mode++)
            if (float.Hypot(point[0] - MathF.Cos(mode * MathF.Tau / 8), point[1] - MathF.Sin(mode * MathF.Tau / 8)) < 0.15f)
                hits[mode]++;
    return (hits.Count(count => count > notes.Shape[0] / 80), (float)hits.Sum() / notes.Shape[0]);
}

(float OnReal, float OnFake, float Loss) Examine(Module examined, Module? opponent = null)
{
    Tensor real = examined.Forward(Notes(4096));
    Tensor fake = examined.Forward((opponent ?? forger).Forward(Whims(4096)));
    return (real.Sigmoid().Mean().Item(), fake.Sigmoid().Mean().Item(), objective.DiscriminatorLoss(real, fake).Item());
}

void Title(string title) => Console.WriteLine($"\n{title}");

void Must(string what, float[] found, float[] expected)
{
    bool right = found.Zip(expected).All(pair => MathF.Abs(pair.First - pair.Second) <= 1e-5f * MathF.Abs(pair.Second));
    Report(right, what, string.Join(' ', found.Select(Text)), string.Join(' ', expected.Select(Text)));
}

void MustBeBetween(string what, float found, float least, float most) =>
    Report(found >= least && found <= most, what, Text(found), $"{Text(least)} to {Text(most)}");

void Report(bool right, string what, string found, string expected)
{
    Console.WriteLine($"  {(right ? "ok   " : "WRONG")} {what}: {found} (must be {expected})");
    failures += right ? 0 : 1;
}

static string Text(float value) => value.ToString("G6", CultureInfo.InvariantCulture);
