namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>Patches turned round: column = tap, k = position. Conv2dWeightGradient; a problem is a group of channels.</summary>
public readonly struct TapColumns(Patches patches, int channelsPerGroup) : IOperand<TapColumns>
{
    private readonly Patches _patches = patches;
    private readonly int _channelsPerGroup = channelsPerGroup;

    public static bool AlongK => true;

    public int Depth => _patches.Positions;

    public TapColumns Problem(int problem) => new(_patches.FromPlane(problem * _channelsPerGroup), _channelsPerGroup);

    public Line Open(int index) => _patches.Tap(index);

    public Quad Load(Line line, int k) => _patches.Load(_patches.Position(k), line);
}
