using ScratchGan.Engine;
using ScratchGan.Gan.Training;

namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// Where numbers first stopped being finite: step, operation and tensor. While a training runs nobody looks at every result, that would cost too much; but
/// its steps can be taken again from a checkpoint, or from the beginning, and are then the same to the bit. So they are taken again, this time with every
/// result looked at.
/// </summary>
public static class NonFiniteDiagnosis
{
    /// <param name="session">as it was before the first step in question; of no more use afterwards</param>
    /// <param name="advance">takes the next step</param>
    /// <param name="finite">the last step after which all numbers were known to be finite: results are looked at from there on</param>
    /// <param name="last">the step after which one was not</param>
    /// <returns>one line for the user</returns>
    public static string Of(Device device, GanSession session, Action advance, long finite, long last)
    {
        try
        {
            while (session.Step < last)
            {
                device.CheckFinite = session.Step >= finite;
                advance();
                if (device.CheckFinite && Checkpoint.FirstNonFinite(session) is string stored)
                    return $"step {session.Step} left {stored}";
            }
            return $"step {last}, taken again, gave finite numbers: the device did not compute the same twice";
        }
        catch (NonFiniteException failure)
        {
            return $"in step {session.Step + 1} {failure.Message}";
        }
        finally
        {
            device.CheckFinite = false;
        }
    }
}
