// A forger paints banknotes, though he has never seen a real one.
// A detective looks at single notes, some from the bank, some from the forger, and says how sure she is that each is real.
// After each round she is told the truth, and sharpens her eye on what she got wrong.
// The forger is told only this: how each of his notes should have changed for her to believe in it a little more.
// So each makes the other better, until his notes are as good as real ones and she may as well toss a coin.
//
// In this code:
//   a note           a row of a Tensor; in this tour just a point (x, y), and the bank issues points at eight places on a ring
//   the forger       a Module, the generator: it turns random numbers, drawn from a RandomSource, into notes
//   the detective    a Module, the discriminator: her verdict is a logit, positive for "real", and σ(logit) is her probability of "real"
//   getting it wrong a number, the loss, one for each of the two, written down by an IGanObjective
//   her lesson, his hint    Gradients of those losses; an Optimizer takes one small step against them
//   a round          a step of a GanTrainer, which lets each of them have a turn, a Phase
//
// Read from top to bottom. The program prints what it finds beside what it must find, and fails if the two disagree.
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
// A small step against the gradient makes the output smaller. All learning below is this line, repeated.
Tensor moved = x - 0.01f * slope;
Must("x³ after a step of 0.01 · 75 downhill, at x = 4.25", [(moved * moved * moved).Item()], [76.765625f]);

Title("3. A gradient of a gradient");
// keepGraph gave the slope a history of its own, so it can be differentiated like anything else.
Must("the slope's slope 6x", [Gradients.Of(slope, [x])[0].Item()], [30]);
// What it is good for: a detective whose verdict D flips from "fake" to "real" within a hair's breadth gives hints that lead nowhere. The penalty R1 adds
// her steepness ‖∂D/∂note‖² to her loss. That is a gradient already, and to learn from it she needs its gradient with respect to her weights.
Tensor weights = Tensor.From(device, [3, 4], new Shape(2, 1));
Tensor note = Tensor.From(device, [0.5f, -1], new Shape(1, 2));
Tensor steepness = Gradients.Of(note.MatMul(weights), [note], keepGraph: true)[0].Square().Sum();
Must("D(x) = w·x with w = (3, 4): ‖∂D/∂x‖² = ‖w‖²", [steepness.Item()], [25]);
Must("the gradient of that with respect to w: 2w", Gradients.Of(steepness, [weights])[0].ToArray(), [6, 8]);

Title("4. A forger and a detective");
const int Batch = 256;
const int Latent = 2;
const int Steps = 2000;
const float LearningRate = 2e-3f;
var bank = new RandomSource(seed: 1, stream: 0); // three independent streams of random numbers
var whims = new RandomSource(seed: 1, stream: 1);
var beginnings = new RandomSource(seed: 1, stream: 2);
using Module forger = Network(Latent, 2);
using Module detective = Network(2, 1);
using var forgerOptimizer = new Adam(forger);
using var detectiveOptimizer = new Adam(detective);
IGanObjective objective = new NonSaturating();
var trainer = new GanTrainer(
    forger, Whims, AdversarialPhases.Create(forger, forgerOptimizer, detective, detectiveOptimizer, objective, new R1(gamma: 0.1f), bank));

Notes before = Inspect(forger.Forward(Whims(4096)));
Notes genuine = Inspect(Issue(4096));
for (int step = 0; step < Steps; step++)
{
    using var scope = new TensorScope(device);
    forgerOptimizer.LearningRate = detectiveOptimizer.LearningRate = LearningRate * (1 - 0.9f * step / Steps);
    trainer.Run(Issue(Batch), measure: false);
}
Notes after = Inspect(forger.Forward(Whims(4096)));
Between("share of good notes (within 3σ of a place) from the bank, 1 − e^(−9/2)", genuine.Good, 0.98f, 1);
Between("share of good notes from the forger before training", before.Good, 0, 0.2f);
Between("... and after", after.Good, 0.4f, 1);
Between("places of the ring he reaches before training", before.Places, 0, 3);
Between("... and after", after.Places, 7, 8);
// Why not 98 % as well? His notes are a continuous function of his whims, so he cannot jump from place to place: some notes lie on the way.

Title("5. What \"the detective is at 50 %\" means: nothing, by itself");
(float ofReal, float ofForged, float loss) = Examine(detective, forger);
Between("facing the good forger: her mean probability of \"real\" for real notes", ofReal, 0.45f, 0.6f);
Between("... and for forged ones", ofForged, 0.4f, 0.55f);
Between("... and her loss, 2 ln 2 = 1.386 for a coin", loss, 1.25f, 1.39f);
// Now a detective who died at her desk: all her weights are zero. Opposite her sits a forger who has learnt nothing.
using Module dead = Network(2, 1);
using Module beginner = Network(Latent, 2);
foreach (Tensor parameter in dead.Parameters)
    parameter.Write(new float[parameter.Shape.Count]);
(ofReal, ofForged, loss) = Examine(dead, beginner);
Must("facing a beginner, dead: her probability of \"real\" for real and for forged notes", [ofReal, ofForged], [0.5f, 0.5f]);
Must("... and her loss, 2 ln 2", [loss], [2 * MathF.Log(2)]);
Tensor forged = beginner.Forward(Whims(4096));
Tensor hint = Gradients.Of(objective.GeneratorLoss(null, dead.Forward(forged)), [forged])[0];
Must("... and the size of the hint she gives: he will never learn", [hint.Square().Sum().Item()], [0]);
Between("... so the share of good notes stays", Inspect(forged).Good, 0, 0.2f);
Console.WriteLine("  Two games, one verdict, one loss. Only a look at the notes tells the master from the beginner.");

Console.WriteLine(failures == 0 ? "\nAll numbers are what they must be." : $"\n{failures} numbers are not what they must be.");
return failures == 0 ? 0 : 1;

Module Network(int inputs, int outputs)
{
    var network = new Sequential(
        new Linear(inputs, 64), new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(0.2f)),
        new Linear(64, 64), new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(0.2f)),
        new Linear(64, outputs));
    network.Initialize(device, beginnings);
    return network;
}

Tensor Whims(int count) => whims.Normal(device, new Shape(count, Latent));

Tensor Issue(int count)
{
    float[] points = new float[2 * count];
    bank.FillNormal(points);
    for (int i = 0; i < points.Length; i++)
        points[i] = Place(i / 2 % Notes.Ring)[i % 2] + Notes.Deviation * points[i];
    return Tensor.From(device, points, new Shape(count, 2));
}

Notes Inspect(Tensor notes)
{
    int[] hits = new int[Notes.Ring];
    foreach (float[] point in notes.ToArray().Chunk(2))
        for (int place = 0; place < hits.Length; place++)
            if (float.Hypot(point[0] - Place(place)[0], point[1] - Place(place)[1]) < 3 * Notes.Deviation)
                hits[place]++;
    return new Notes((float)hits.Sum() / notes.Shape[0], hits.Count(count => count > 0.01 * notes.Shape[0]));
}

(float OfReal, float OfForged, float Loss) Examine(Module examined, Module opponent)
{
    Tensor real = examined.Forward(Issue(4096));
    Tensor fake = examined.Forward(opponent.Forward(Whims(4096)));
    return (real.Sigmoid().Mean().Item(), fake.Sigmoid().Mean().Item(), objective.DiscriminatorLoss(real, fake).Item());
}

static float[] Place(int index) => [MathF.Cos(index * MathF.Tau / Notes.Ring), MathF.Sin(index * MathF.Tau / Notes.Ring)];

void Title(string title) => Console.WriteLine($"\n{title}");

void Must(string what, float[] found, float[] expected) => Report(
    found.Zip(expected).All(pair => MathF.Abs(pair.First - pair.Second) <= 1e-4f * MathF.Abs(pair.Second)),
    what, string.Join(' ', found.Select(Text)), string.Join(' ', expected.Select(Text)));

void Between(string what, float found, float least, float most) =>
    Report(found >= least && found <= most, what, Text(found), least == most ? Text(least) : $"{Text(least)} to {Text(most)}");

void Report(bool right, string what, string found, string expected)
{
    Console.WriteLine($"  {(right ? "ok   " : "WRONG")} {what}: {found} (must be {expected})");
    failures += right ? 0 : 1;
}

static string Text(float value) => value.ToString("G5", CultureInfo.InvariantCulture);

/// <summary>What a look at a pile of notes says: the share that lies within 3σ of a place, and the places that more than 1 % of them lie at.</summary>
internal readonly record struct Notes(float Good, int Places)
{
    public const int Ring = 8;
    public const float Deviation = 0.05f;
}
