using System.Numerics;
using System.Runtime.InteropServices;

namespace ScratchGan.Gan.Metrics;

/// <summary>Sums over pairs of rows. Differences are formed before they are squared, so nothing cancels.</summary>
internal static class Distances
{
    /// <summary>Lanes are added up in double after this many vectors, so that rounding does not grow with the length of a row.</summary>
    private const int Stretch = 64;

    /// <summary>Σ (aᵢ − bᵢ)².</summary>
    internal static double Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> left = MemoryMarshal.Cast<float, Vector<float>>(a), right = MemoryMarshal.Cast<float, Vector<float>>(b);
        double sum = 0;
        for (int first = 0; first < left.Length; first += Stretch)
        {
            Vector<float> part = Vector<float>.Zero;
            int end = Math.Min(first + Stretch, left.Length);
            for (int i = first; i < end; i++)
            {
                Vector<float> difference = left[i] - right[i];
                part += difference * difference;
            }
            sum += Vector.Sum(part);
        }
        for (int i = left.Length * Vector<float>.Count; i < a.Length; i++)
            sum += (double)(a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    /// <summary>Σ aᵢ·bᵢ, all of it in double.</summary>
    internal static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> left = MemoryMarshal.Cast<float, Vector<float>>(a), right = MemoryMarshal.Cast<float, Vector<float>>(b);
        Vector<double> sums = Vector<double>.Zero;
        for (int i = 0; i < left.Length; i++)
        {
            Vector.Widen(left[i], out Vector<double> leftLow, out Vector<double> leftHigh);
            Vector.Widen(right[i], out Vector<double> rightLow, out Vector<double> rightHigh);
            sums += leftLow * rightLow + leftHigh * rightHigh;
        }
        double sum = Vector.Sum(sums);
        for (int i = left.Length * Vector<float>.Count; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    /// <summary>For each row the nearest row of the other set, the first of several, and its squared distance.</summary>
    internal static Neighbour[] ToNearest(FeatureSet from, FeatureSet to)
    {
        var nearest = new Neighbour[from.Count];
        Parallel.For(0, from.Count, i =>
        {
            nearest[i] = new Neighbour(i, 0, Squared(from[i], to[0]));
            for (int j = 1; j < to.Count; j++)
                if (Squared(from[i], to[j]) is double distance && distance < nearest[i].SquaredDistance)
                    nearest[i] = new Neighbour(i, j, distance);
        });
        return nearest;
    }

    /// <summary>For each row the squared distance to its k-th nearest other row of the same set.</summary>
    internal static double[] ToNeighbour(FeatureSet set, int k)
    {
        double[] radii = new double[set.Count];
        Parallel.For(0, set.Count, i =>
        {
            double[] others = new double[set.Count - 1];
            for (int j = 0, next = 0; j < set.Count; j++)
                if (j != i)
                    others[next++] = Squared(set[i], set[j]);
            Array.Sort(others);
            radii[i] = others[k - 1];
        });
        return radii;
    }
}

/// <summary>A row of one set and the row of another that is nearest to it.</summary>
public readonly record struct Neighbour(int Row, int Nearest, double SquaredDistance);
