namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>Patches as the columns of the right factor: column = position, k = tap. Conv2d; a problem is a group of channels.</summary>
public readonly struct PatchColumns(Patches patches, int channelsPerGroup) : IOperand<PatchColumns>
{
    private readonly Patches _patches = patches;
    private readonly int _channelsPerGroup = channelsPerGroup;

    public static bool AlongK => false;

    public int Depth => _patches.Taps;

    public PatchColumns Problem(int problem) => new(_patches.FromPlane(problem * _channelsPerGroup), _channelsPerGroup);

    public Line Open(int index) => _patches.Position(index);

    public Quad Load(Line line, int k) => _patches.Load(line, _patches.Tap(k));
}
