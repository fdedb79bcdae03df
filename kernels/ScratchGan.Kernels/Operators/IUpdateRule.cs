using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// One optimizer step on one parameter: reads the gradient g and moves the parameter p and its two moments in place. What stays the same during a training
/// is in the rule; the numbers that change from step to step (<see cref="UpdateSchedule"/>) are read from memory by the kernels, so that a recorded step can be
/// run again. A rule that needs fewer moments leaves the others alone and says so in <see cref="Moments"/>.
/// </summary>
public interface IUpdateRule
{
    /// <summary>How many of the two moments the rule uses: 0, 1 or 2; the kernel neither reads nor writes the others.</summary>
    int Moments { get; }

    void Invoke(UpdateSchedule schedule, ref float p, float g, ref float first, ref float second);

    void Invoke(UpdateSchedule schedule, ref Vector<float> p, Vector<float> g, ref Vector<float> first, ref Vector<float> second);
}

/// <summary>What an update rule is told anew at every step; all but the rate is for Adam alone.</summary>
/// <param name="Rate">parameter units per unit of the rule's direction</param>
/// <param name="Scale">1/√ of the bias correction of the second moment</param>
/// <param name="SecondDecay">share of the second moment that is kept, β₂</param>
/// <param name="SecondRate">share of the new square, 1 − β₂</param>
public readonly record struct UpdateSchedule(float Rate, float Scale = 1f, float SecondDecay = 0f, float SecondRate = 0f)
{
    /// <summary>Floats that it takes in memory, in the order of its members.</summary>
    public const int Length = 4;
}
