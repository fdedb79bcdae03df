using ScratchGan.Gan.Training;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Examples.Sample;

/// <summary>Latents, and the way from one to another.</summary>
internal static class LatentSpace
{
    /// <summary>
    /// Standard normal numbers that are a pure function of the seed; those farther from 0 than the truncation are drawn again (Brock et al. 2019, section 3.1).
    /// Without truncation they are those of a run's own sample grid of this seed.
    /// </summary>
    internal static float[] Draw(int count, int latent, ulong seed, float? truncation)
    {
        var random = new PhiloxSequence(seed, GanStreams.SampleLatents);
        float[] latents = new float[count * latent];
        for (int i = 0; i < latents.Length; i++)
        {
            do
            {
                latents[i] = random.NextNormal();
            }
            while (truncation is float limit && Math.Abs(latents[i]) > limit);
        }
        return latents;
    }

    /// <summary>
    /// From each latent to the next and from the last to the first. Directions turn evenly, with θ the angle between them: (sin((1 − t)θ)·a + sin(tθ)·b)/sin θ (Shoemake
    /// 1985); normal latents of many dimensions all lie near one sphere, which a straight way would leave.
    /// </summary>
    internal static float[] Way(float[] latents, int latent, int frames)
    {
        int keys = latents.Length / latent;
        float[] way = new float[keys * frames * latent];
        for (int key = 0; key < keys; key++)
            for (int frame = 0; frame < frames; frame++)
                Between(
                    latents.AsSpan(key * latent, latent), latents.AsSpan((key + 1) % keys * latent, latent), (double)frame / frames,
                    way.AsSpan((key * frames + frame) * latent, latent));
        return way;
    }

    private static void Between(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double t, Span<float> result)
    {
        double product = 0, fromSquared = 0, toSquared = 0;
        for (int i = 0; i < from.Length; i++)
        {
            product += (double)from[i] * to[i];
            fromSquared += (double)from[i] * from[i];
            toSquared += (double)to[i] * to[i];
        }
        double angle = Math.Acos(Math.Clamp(product / Math.Sqrt(fromSquared * toSquared), -1, 1));
        double sine = Math.Sin(angle);
        // Nearly one direction, or opposite ones: there the straight way is as good, or the only one.
        bool straight = sine < 1e-6;
        double left = straight ? 1 - t : Math.Sin((1 - t) * angle) / sine, right = straight ? t : Math.Sin(t * angle) / sine;
        for (int i = 0; i < from.Length; i++)
            result[i] = (float)(left * from[i] + right * to[i]);
    }
}
