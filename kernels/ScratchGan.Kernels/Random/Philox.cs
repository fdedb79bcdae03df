using System.Numerics;
using System.Runtime.CompilerServices;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Random;

/// <summary>Four words of 32 bits: one block of <see cref="Philox"/>, its counter or its result.</summary>
public readonly record struct PhiloxBlock(uint X, uint Y, uint Z, uint W);

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, «Parallel random numbers: as easy as 1, 2, 3»): a keyed bijection of 128-bit counters whose values pass
/// as random. A number is a pure function of (seed, stream, position): no state, so any thread of any device can draw any of them.
/// One round, with the key k raised by the Weyl constants after each: (x, y, z, w) → (hi(M₁z) ⊕ y ⊕ k₀, lo(M₁z), hi(M₀x) ⊕ w ⊕ k₁, lo(M₀x)).
/// Pinned by the authors' known-answer vectors in PhiloxTests.
/// </summary>
public static class Philox
{
    internal const uint M0 = 0xD2511F53;
    internal const uint M1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9;
    internal const uint Weyl1 = 0xBB67AE85;
    internal const int Rounds = 10;

    /// <summary>The block of a counter under a key.</summary>
    public static PhiloxBlock Block(PhiloxBlock counter, uint key0, uint key1)
    {
        uint x = counter.X;
        uint y = counter.Y;
        uint z = counter.Z;
        uint w = counter.W;
        for (int round = 0; round < Rounds; round++)
        {
            ulong xProduct = (ulong)M0 * x;
            ulong zProduct = (ulong)M1 * z;
            x = (uint)(zProduct >> 32) ^ y ^ key0;
            y = (uint)zProduct;
            z = (uint)(xProduct >> 32) ^ w ^ key1;
            w = (uint)xProduct;
            key0 += Weyl0;
            key1 += Weyl1;
        }
        return new PhiloxBlock(x, y, z, w);
    }

    /// <summary>
    /// Block b of a stream: the counter is b in its low and the stream in its high half, the key is the seed. It holds positions 4b to 4b + 3.
    /// </summary>
    public static PhiloxBlock Block(ulong seed, ulong stream, ulong block) =>
        Block(new PhiloxBlock((uint)block, (uint)(block >> 32), (uint)stream, (uint)(stream >> 32)), (uint)seed, (uint)(seed >> 32));

    /// <summary>[0, 1) in steps of 2⁻²⁴: every value is exact in float.</summary>
    public static float Uniform(uint word) => (word >> 8) * (1f / (1 << 24));

    /// <summary>
    /// Box and Muller 1958: for u, v uniform, √(−2 ln u)·cos 2πv and √(−2 ln u)·sin 2πv are two independent standard normals. u is taken from (0, 1], so the
    /// logarithm is finite; its 24 bits bound a normal by √(48 ln 2) ≈ 5.77. Logarithm, cosine and sine are the project's own, so that all devices draw the same
    /// normals up to the last bits.
    /// </summary>
    public static (float Cosine, float Sine) Normals(uint first, uint second)
    {
        float u = ((first >> 8) + 1) * (1f / (1 << 24));
        float radius = MathF.Sqrt(-2f * AccurateFunctions.Log(u));
        (float cosine, float sine) = AccurateFunctions.Turn(Uniform(second));
        return (radius * cosine, radius * sine);
    }

    /// <summary>Bit for bit <see cref="Normals(uint, uint)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Cosine, Vector<float> Sine) Normals(Vector<uint> first, Vector<uint> second)
    {
        Vector<float> u = Vector.ConvertToSingle(Vector.AsVectorInt32((first >>> 8) + Vector<uint>.One)) * (1f / (1 << 24));
        Vector<float> v = Vector.ConvertToSingle(Vector.AsVectorInt32(second >>> 8)) * (1f / (1 << 24));
        Vector<float> radius = Vector.SquareRoot(-2f * AccurateFunctions.LogOfNormal(u));
        (Vector<float> cosine, Vector<float> sine) = AccurateFunctions.Turn(v);
        return (radius * cosine, radius * sine);
    }

    /// <summary>The standard normal number at a position: words 0 and 1 of a block make its normals 0 and 1, words 2 and 3 its normals 2 and 3.</summary>
    public static float Normal(ulong seed, ulong stream, ulong position)
    {
        PhiloxBlock block = Block(seed, stream, position >> 2);
        (float cosine, float sine) = (position & 2) == 0 ? Normals(block.X, block.Y) : Normals(block.Z, block.W);
        return (position & 1) == 0 ? cosine : sine;
    }
}
