using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>Eight Gaussians of deviation 0.05 on a circle of radius 1: the smallest data set on which a GAN can fail in all the usual ways.</summary>
internal static class ToyRing
{
    private const int Modes = 8;
    private const float Deviation = 0.05f;

    /// <summary>Points [count, 2], one mode after the other.</summary>
    public static Tensor Sample(Device device, RandomSource random, int count)
    {
        float[] points = new float[2 * count];
        random.FillNormal(points);
        for (int i = 0; i < points.Length; i++)
            points[i] = Centre(i / 2)[i % 2] + Deviation * points[i];
        return Tensor.From(device, points, new Shape(count, 2));
    }

    /// <summary>
    /// The share of points within three deviations of a mode (1 − e^(−9/2) = 98.9 % of the data itself), and the modes that at least a tenth of their due lies at.
    /// </summary>
    public static (double Share, int ModesHit) Quality(Tensor points)
    {
        int[] hits = new int[Modes];
        foreach (float[] point in points.ToArray().Chunk(2))
            for (int mode = 0; mode < Modes; mode++)
                if (float.Hypot(point[0] - Centre(mode)[0], point[1] - Centre(mode)[1]) < 3 * Deviation)
                    hits[mode]++;
        return ((double)hits.Sum() / points.Shape[0], hits.Count(count => count >= 0.1 * points.Shape[0] / Modes));
    }

    /// <summary>Two hidden layers of 64.</summary>
    public static Module Network(int inputs, int outputs) => new Sequential(
        new Linear(inputs, 64), new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(0.2f)),
        new Linear(64, 64), new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(0.2f)),
        new Linear(64, outputs));

    private static float[] Centre(int mode)
    {
        (float sin, float cos) = MathF.SinCos(mode % Modes * MathF.Tau / Modes);
        return [cos, sin];
    }
}
