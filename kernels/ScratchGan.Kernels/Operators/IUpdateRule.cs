using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// One optimizer step on one parameter: reads the gradient g and moves the parameter p and its two moments in place.
/// A rule that needs fewer moments leaves the others alone and says so in <see cref="Moments"/>.
/// </summary>
public interface IUpdateRule
{
    /// <summary>How many of the two moments the rule uses: 0, 1 or 2; the kernel neither reads nor writes the others.</summary>
    int Moments { get; }

    void Invoke(ref float p, float g, ref float first, ref float second);

    void Invoke(ref Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second);
}
