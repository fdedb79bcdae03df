namespace ScratchGan.Kernels.Cpu.Scalar;

/// <summary>First rung: target[t, :] = Σ source[r, :] over all r with indices[r] = t.</summary>
public static unsafe class ScatterAdd
{
    public static void Run(int rows, int width, float* source, float* indices, float* target, int targetRows)
    {
        for (int i = 0; i < targetRows * width; i++)
            target[i] = 0f;
        for (int r = 0; r < rows; r++)
            for (int i = 0; i < width; i++)
                target[(int)indices[r] * width + i] += source[r * width + i];
    }
}
