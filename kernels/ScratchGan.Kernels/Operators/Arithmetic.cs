using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>z = x + y.</summary>
public readonly struct Add : IBinaryOperator
{
    public float Invoke(float x, float y) => x + y;

    public Vector<float> Invoke(Vector<float> x, Vector<float> y) => x + y;
}

/// <summary>z = x − y.</summary>
public readonly struct Subtract : IBinaryOperator
{
    public float Invoke(float x, float y) => x - y;

    public Vector<float> Invoke(Vector<float> x, Vector<float> y) => x - y;
}

/// <summary>z = x·y.</summary>
public readonly struct Multiply : IBinaryOperator
{
    public float Invoke(float x, float y) => x * y;

    public Vector<float> Invoke(Vector<float> x, Vector<float> y) => x * y;
}

/// <summary>z = x/y.</summary>
public readonly struct Divide : IBinaryOperator
{
    public float Invoke(float x, float y) => x / y;

    public Vector<float> Invoke(Vector<float> x, Vector<float> y) => x / y;
}

/// <summary>r = x·y + z, rounded twice: a fused multiply-add would differ from device to device.</summary>
public readonly struct MultiplyAdd : ITernaryOperator
{
    public float Invoke(float x, float y, float z) => x * y + z;

    public Vector<float> Invoke(Vector<float> x, Vector<float> y, Vector<float> z) => x * y + z;
}
