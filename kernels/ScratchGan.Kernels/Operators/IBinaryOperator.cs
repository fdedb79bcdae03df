using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>z = f(x, y), one definition for every device.</summary>
public interface IBinaryOperator
{
    float Invoke(float x, float y);

    Vector<float> Invoke(Vector<float> x, Vector<float> y);
}
