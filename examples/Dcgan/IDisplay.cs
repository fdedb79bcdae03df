namespace ScratchGan.Examples;

/// <summary>How a run is shown.</summary>
internal interface IDisplay
{
    void Say(string line);

    void SayAll(IEnumerable<string> lines)
    {
        foreach (string line in lines)
            Say(line);
    }

    /// <summary>So many of all images have been decoded.</summary>
    void Decoding(int done, int all);

    /// <summary>Shows progress from one step to another while the body trains.</summary>
    void Around(long first, long last, Action training);

    void Step(long step);

    /// <summary>New measurements, every --log-every steps.</summary>
    void Measured(StepStatistics statistics, long steps, double secondsLeft);
}
