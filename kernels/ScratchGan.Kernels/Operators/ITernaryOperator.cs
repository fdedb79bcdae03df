using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>r = f(x, y, z), one definition for every device.</summary>
public interface ITernaryOperator
{
    float Invoke(float x, float y, float z);

    Vector<float> Invoke(Vector<float> x, Vector<float> y, Vector<float> z);
}
