namespace ScratchGan.Kernels.Gpu;

/// <summary>One thread's share of a left operand of 16×8; <see cref="TensorCores"/> says which elements these are.</summary>
public struct LeftFragment(float v0, float v1, float v2, float v3)
{
    public float V0 = v0;
    public float V1 = v1;
    public float V2 = v2;
    public float V3 = v3;
}

/// <summary>One thread's share of a right operand of 8×8; <see cref="TensorCores"/> says which elements these are.</summary>
public struct RightFragment(float v0, float v1)
{
    public float V0 = v0;
    public float V1 = v1;
}
