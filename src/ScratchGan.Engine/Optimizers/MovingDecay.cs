namespace ScratchGan.Engine.Optimizers;

/// <summary>A decay that differs from step to step, and what all of them together leave of the start: Π over the steps 1 … t.</summary>
/// <param name="decay">by the number of steps taken before</param>
internal sealed class MovingDecay(Func<long, double> decay)
{
    private long _step;
    private double _product = 1;

    /// <exception cref="ArgumentOutOfRangeException">the schedule gives no decay in [0, 1)</exception>
    public double At(long step)
    {
        double value = decay(step - 1);
        return value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(step), $"step {step}: expected a decay of at least 0 and below 1, found {value}");
    }

    /// <summary>Always multiplied in the order of the steps, so the same bits wherever a training goes on.</summary>
    public double Product(long step)
    {
        if (step < _step)
            (_step, _product) = (0, 1);
        while (_step < step)
            _product *= At(++_step);
        return _product;
    }
}
