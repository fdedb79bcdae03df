using ScratchGan.Engine;
using ScratchGan.Gan.Training;

namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// Where numbers stopped being finite: which stored tensor holds one, and which operation of the next step makes one first. That step is taken for it, with every result looked
/// at, so the session is of no more use afterwards than it was, unless a checkpoint is loaded into it.
/// </summary>
public static class NonFiniteDiagnosis
{
    /// <param name="real">a batch</param>
    public static string Of(GanSession session, Tensor real)
    {
        string stored = Checkpoint.FirstNonFinite(session) ?? "every stored number is finite";
        long step = session.Step;
        real.Device.CheckFinite = true;
        try
        {
            session.Train(real, measure: false);
            return $"{stored}; the next step made no other";
        }
        catch (NonFiniteException failure)
        {
            return $"{stored}; in the next step {failure.Message}";
        }
        finally
        {
            real.Device.CheckFinite = false;
            session.Step = step;
        }
    }
}
