using System.Runtime.Intrinsics;

namespace ScratchGan.Benchmarks.Peak;

/// <summary>A vector register of some width.</summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Bits { get; }

    static abstract TSelf All(float value);

    /// <summary>a·x + y.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf x, TSelf y);

    static abstract TSelf operator +(TSelf a, TSelf b);

    float Sum();
}

internal readonly struct Lanes128(Vector128<float> value) : ILanes<Lanes128>
{
    private readonly Vector128<float> _value = value;

    public static int Bits => 128;

    public static Lanes128 operator +(Lanes128 a, Lanes128 b) => new(a._value + b._value);

    public static Lanes128 All(float value) => new(Vector128.Create(value));

    public static Lanes128 MultiplyAdd(Lanes128 a, Lanes128 x, Lanes128 y) => new(Vector128.FusedMultiplyAdd(a._value, x._value, y._value));

    public float Sum() => Vector128.Sum(_value);
}

internal readonly struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> _value = value;

    public static int Bits => 256;

    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a._value + b._value);

    public static Lanes256 All(float value) => new(Vector256.Create(value));

    public static Lanes256 MultiplyAdd(Lanes256 a, Lanes256 x, Lanes256 y) => new(Vector256.FusedMultiplyAdd(a._value, x._value, y._value));

    public float Sum() => Vector256.Sum(_value);
}

internal readonly struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private readonly Vector512<float> _value = value;

    public static int Bits => 512;

    public static Lanes512 operator +(Lanes512 a, Lanes512 b) => new(a._value + b._value);

    public static Lanes512 All(float value) => new(Vector512.Create(value));

    public static Lanes512 MultiplyAdd(Lanes512 a, Lanes512 x, Lanes512 y) => new(Vector512.FusedMultiplyAdd(a._value, x._value, y._value));

    public float Sum() => Vector512.Sum(_value);
}
