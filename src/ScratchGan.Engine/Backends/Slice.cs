namespace ScratchGan.Engine;

/// <summary>A contiguous part of a storage: an offset and a length, never strided.</summary>
public readonly record struct Slice(Storage Storage, int Offset, int Length);
