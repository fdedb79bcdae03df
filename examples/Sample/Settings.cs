namespace ScratchGan.Examples.Sample;

/// <summary>What is to be drawn.</summary>
/// <param name="Class">of every image; null for a generator that is not asked for one, or for a row of each</param>
/// <param name="Interpolate">latents that a way leads through; 0 for none</param>
/// <param name="Frames">pictures from one of them to the next</param>
/// <param name="Truncation">null for normal latents</param>
internal sealed record Settings(
    string Model, string Out, int? Class, int Count, bool Single, int Interpolate, int Frames, float? Truncation, ulong Seed, int Threads, bool Onnx,
    bool Pytorch);
