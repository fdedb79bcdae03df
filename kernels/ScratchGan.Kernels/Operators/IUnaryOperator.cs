using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// y = f(x), one definition for every device: the scalar form runs on GPU threads and in tests, the vector form in CPU loops.
/// Implementations are readonly structs; kernels are generic over them, so that the compiler writes one loop for each operator.
/// </summary>
public interface IUnaryOperator
{
    float Invoke(float x);

    Vector<float> Invoke(Vector<float> x);
}
