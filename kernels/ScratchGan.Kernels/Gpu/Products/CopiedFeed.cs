using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>Copies 16 terms of 128 indices of a matrix to shared memory, four quads a thread; 128 threads.</summary>
internal struct CopiedFeed<TMatrix>
    where TMatrix : struct, IAlignedMatrix
{
    private const int Copies = 4;

    /// <summary>Places from a thread's quad to its next.</summary>
    private const int PlaceStep = CopiedPanel.Quads / Copies;

    private readonly TMatrix _matrix;
    private readonly int _place;

    /// <summary>Quads of a line: of an index when the matrix runs along k, or else of a term.</summary>
    private readonly int _quads;
    private int _quad;
    private int _line;

    /// <param name="index">first of the tile</param>
    /// <param name="k">first of the part</param>
    public CopiedFeed(TMatrix matrix, int index, int k, int thread)
    {
        _matrix = matrix;
        int line = TMatrix.AlongK ? thread >> 2 : thread >> 5;
        int quad = TMatrix.AlongK ? thread & 3 : thread & 31;
        _place = CopiedPanel.Place<TMatrix>(line, quad);
        _quads = (TMatrix.AlongK ? matrix.Depth : matrix.Indices) >> 2;
        _line = line + (TMatrix.AlongK ? index : k);
        _quad = quad + ((TMatrix.AlongK ? k : index) >> 2);
    }

    /// <summary>Lines from a thread's quad to its next.</summary>
    private static int LineStep => TMatrix.AlongK ? CopiedPanel.Indices / Copies : TensorPanel.Depth / Copies;

    /// <summary>Begins the copies of the next 16 terms into a panel.</summary>
    /// <param name="panel">its place in shared memory</param>
    public void Begin(ArrayView<Float4> panels, int panel)
    {
        ArrayView<Float4> target = panels.SubView(panel + _place, (Copies - 1) * PlaceStep + 1);
        Begin(ref target[0], _line);
        Begin(ref target[PlaceStep], _line + LineStep);
        Begin(ref target[2 * PlaceStep], _line + 2 * LineStep);
        Begin(ref target[3 * PlaceStep], _line + 3 * LineStep);
        if (TMatrix.AlongK)
            _quad += TensorPanel.Depth / 4;
        else
            _line += TensorPanel.Depth;
    }

    private readonly void Begin(ref Float4 target, int line)
    {
        bool isInside = line < (TMatrix.AlongK ? _matrix.Indices : _matrix.Depth) && _quad < _quads;
        TensorCores.BeginCopy(ref target, ref _matrix.Quads[isInside ? line * _quads + _quad : 0], isInside ? 16 : 0);
    }
}
