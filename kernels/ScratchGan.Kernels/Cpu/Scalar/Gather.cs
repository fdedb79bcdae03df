namespace ScratchGan.Kernels.Cpu.Scalar;

/// <summary>First rung: target[r, :] = source[indices[r], :].</summary>
public static unsafe class Gather
{
    public static void Run(int rows, int width, float* source, float* indices, float* target)
    {
        for (int r = 0; r < rows; r++)
            for (int i = 0; i < width; i++)
                target[r * width + i] = source[(int)indices[r] * width + i];
    }
}
