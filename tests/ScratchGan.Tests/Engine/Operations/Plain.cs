namespace ScratchGan.Tests.Engine.Operations;

/// <summary>Arrays of doubles by index, for references that read like their formulas.</summary>
internal static class Plain
{
    /// <summary>The element at an index of a row-major array.</summary>
    public static ref double At(double[] values, ReadOnlySpan<int> shape, params ReadOnlySpan<int> index)
    {
        int place = 0;
        for (int axis = 0; axis < shape.Length; axis++)
            place = place * shape[axis] + index[axis];
        return ref values[place];
    }

    /// <summary>Row-major array of the given shape with element f(index) at each index.</summary>
    public static double[] Array(int[] shape, Func<int[], double> element)
    {
        double[] result = new double[shape.Aggregate(1, (product, size) => product * size)];
        int[] index = new int[shape.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int rest = i;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            result[i] = element(index);
        }
        return result;
    }

    /// <summary>The element that NumPy's broadcasting puts at an index of a larger shape: dimensions of 1 are repeated, leading ones may be missing.</summary>
    public static double Repeated(double[] values, int[] shape, int[] index)
    {
        int place = 0;
        for (int axis = 0; axis < shape.Length; axis++)
            place = place * shape[axis] + (shape[axis] == 1 ? 0 : index[axis + index.Length - shape.Length]);
        return values[place];
    }

    public static double[] Map(double[] x, Func<double, double> function) => [.. x.Select(function)];

    public static double Dot(double[] a, double[] b) => a.Zip(b, (left, right) => left * right).Sum();
}
