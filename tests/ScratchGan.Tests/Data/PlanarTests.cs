using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class PlanarTests
{
    [Fact]
    public void The_modes_of_ring_and_grid_are_those_of_the_literature()
    {
        GaussianMixture ring = GaussianMixture.Ring(), grid = GaussianMixture.Grid();
        Assert.Equal((8, 0.01f, 25, 0.05f), (ring.Modes.Count, ring.Deviation, grid.Modes.Count, grid.Deviation));
        Assert.All(ring.Modes, mode => Assert.Equal(1, Math.Sqrt(mode.X * mode.X + mode.Y * mode.Y), 1e-6));
        Assert.Equal(1, ring.Modes[2].Y, 1e-6);
        float[] axis = [-4, -2, 0, 2, 4];
        Assert.Equal([.. axis.SelectMany(y => axis.Select(x => (x, y)))], grid.Modes);
    }

    [Fact]
    public void Points_are_a_pure_function_of_seed_and_number()
    {
        foreach (PlanarData data in (PlanarData[])[GaussianMixture.Ring(), GaussianMixture.Grid(), new Spiral()])
        {
            float[] whole = Sample(data, 9, 0, 100), part = Sample(data, 9, 37, 63), other = Sample(data, 10, 0, 100);
            Assert.Equal(whole[74..], part);
            Assert.NotEqual(whole, other);
        }
    }

    /// <summary>Of 40,000 points each of 5 modes gets 8,000 ± 4·80; around it the points have mean 0 and deviation σ, to within four standard errors.</summary>
    [Fact]
    public void A_mixture_has_the_moments_that_it_says()
    {
        const int count = 40_000;
        const double deviation = 0.07;
        GaussianMixture ring = GaussianMixture.Ring(modes: 5, radius: 3, deviation: (float)deviation);
        float[] points = Sample(ring, 4, 0, count);
        int[] sizes = new int[5];
        double sumX = 0, sumY = 0, squares = 0, product = 0;
        for (int i = 0; i < count; i++)
        {
            int mode = Enumerable.Range(0, 5).MinBy(k => Math.Pow(points[2 * i] - ring.Modes[k].X, 2) + Math.Pow(points[2 * i + 1] - ring.Modes[k].Y, 2));
            sizes[mode]++;
            double x = points[2 * i] - ring.Modes[mode].X, y = points[2 * i + 1] - ring.Modes[mode].Y;
            (sumX, sumY, squares, product) = (sumX + x, sumY + y, squares + x * x + y * y, product + x * y);
        }
        Assert.All(sizes, size => Assert.InRange(size, 8_000 - 320, 8_000 + 320));
        double error = deviation / Math.Sqrt(count);
        Assert.Equal(0, sumX / count, 4 * error);
        Assert.Equal(0, sumY / count, 4 * error);
        Assert.Equal(deviation * deviation, squares / (2 * count), 4 * deviation * deviation / Math.Sqrt(count));
        Assert.Equal(0, product / count, 4 * deviation * deviation / Math.Sqrt(count));
    }

    /// <summary>p integrates to 1 on a fine grid, and is 1/(K·2πσ²) at a mode that is far from the others.</summary>
    [Fact]
    public void The_density_of_a_mixture_is_one()
    {
        GaussianMixture grid = GaussianMixture.Grid(side: 3, spacing: 1, deviation: 0.2f);
        const double step = 0.05;
        double sum = 0;
        for (double y = -2.5; y < 2.5; y += step)
            for (double x = -2.5; x < 2.5; x += step)
                sum += Math.Exp(grid.LogDensity(x, y)) * step * step;
        Assert.Equal(1, sum, 1e-6);
        Assert.Equal(-Math.Log(8 * Math.Tau * 0.0001), GaussianMixture.Ring().LogDensity(1, 0), 1e-6);
        Assert.True(double.IsFinite(GaussianMixture.Ring().LogDensity(100, 100)));
    }

    /// <summary>Every point lies within 6σ of the middle of an arm, and every stretch of every arm is visited.</summary>
    [Fact]
    public void A_spiral_is_followed_along_its_arms()
    {
        const int arms = 3, stretches = 20;
        var spiral = new Spiral(arms, radius: 2, turns: 1.25f, deviation: 0.01f);
        (double X, double Y)[] middle = [.. Enumerable.Range(0, arms * 400).Select(i => spiral.Middle(i / 400, (i % 400 + 0.5) / 400))];
        float[] points = Sample(spiral, 2, 0, 3_000);
        int[] visits = new int[arms * stretches];
        for (int i = 0; i < 3_000; i++)
        {
            int nearest = Enumerable.Range(0, middle.Length).MinBy(k => Distance(k));
            Assert.True(Distance(nearest) < 0.06 + 0.02, $"point {i} is {Distance(nearest)} from the nearest arm");
            visits[nearest / 400 * stretches + nearest % 400 / (400 / stretches)]++;
            double Distance(int k) => Math.Sqrt(Math.Pow(points[2 * i] - middle[k].X, 2) + Math.Pow(points[2 * i + 1] - middle[k].Y, 2));
        }
        Assert.All(visits, visit => Assert.InRange(visit, 1, 200));
        // t = √u: the second quarter of the arms gets 3/16 of the 3,000 points, the last 7/16; four deviations are 86 and 109.
        int[] quarters = [.. Enumerable.Range(0, 4).Select(
            quarter => Enumerable.Range(0, arms).Sum(arm => visits.AsSpan(arm * stretches + 5 * quarter, 5).ToArray().Sum()))];
        Assert.Equal(3_000 * 3 / 16.0, quarters[1], 86.0);
        Assert.Equal(3_000 * 7 / 16.0, quarters[3], 109.0);
    }

    private static float[] Sample(PlanarData data, ulong seed, long first, int count)
    {
        float[] points = new float[2 * count];
        data.Sample(seed, first, points);
        return points;
    }
}
