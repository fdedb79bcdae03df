using System.Numerics;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// Four vectors of partial results: enough independent chains to read at the speed of the cache. Single vectors take turns, so no chain grows long.
/// </summary>
internal unsafe struct ReductionLanes<TReduction>(TReduction reduction)
    where TReduction : struct, IReduction
{
    private Vector<float> _lanes0 = new(reduction.Identity);
    private Vector<float> _lanes1 = new(reduction.Identity);
    private Vector<float> _lanes2 = new(reduction.Identity);
    private Vector<float> _lanes3 = new(reduction.Identity);

    public void Take(TReduction reduction, float* x, int count)
    {
        int width = Vector<float>.Count;
        Vector<float> lanes0 = _lanes0;
        Vector<float> lanes1 = _lanes1;
        Vector<float> lanes2 = _lanes2;
        Vector<float> lanes3 = _lanes3;
        int i = 0;
        for (; i <= count - 4 * width; i += 4 * width)
        {
            lanes0 = reduction.Combine(lanes0, Vector.Load(x + i));
            lanes1 = reduction.Combine(lanes1, Vector.Load(x + i + width));
            lanes2 = reduction.Combine(lanes2, Vector.Load(x + i + 2 * width));
            lanes3 = reduction.Combine(lanes3, Vector.Load(x + i + 3 * width));
        }
        for (; i <= count - width; i += width)
        {
            lanes0 = reduction.Combine(lanes0, Vector.Load(x + i));
            (lanes0, lanes1, lanes2, lanes3) = (lanes1, lanes2, lanes3, lanes0);
        }
        if (i < count)
        {
            lanes0 = reduction.Combine(lanes0, VectorTail.Load(x + i, count - i, reduction.Identity));
            (lanes0, lanes1, lanes2, lanes3) = (lanes1, lanes2, lanes3, lanes0);
        }
        _lanes0 = lanes0;
        _lanes1 = lanes1;
        _lanes2 = lanes2;
        _lanes3 = lanes3;
    }

    public readonly float Result(TReduction reduction)
    {
        Vector<float> all = reduction.Combine(reduction.Combine(_lanes0, _lanes1), reduction.Combine(_lanes2, _lanes3));
        float* values = (float*)&all;
        for (int half = Vector<float>.Count / 2; half > 0; half /= 2)
            for (int k = 0; k < half; k++)
                values[k] = reduction.Combine(values[k], values[k + half]);
        return values[0];
    }
}
