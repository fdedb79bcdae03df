using System.Runtime.InteropServices;

namespace ScratchGan.Kernels.Gpu;

/// <summary>Four neighbouring floats, moved by one access of 16 bytes: ld.global.v4 on CUDA. Its address must be a multiple of 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct Float4(float x, float y, float z, float w)
{
    public float X = x;
    public float Y = y;
    public float Z = z;
    public float W = w;
}
