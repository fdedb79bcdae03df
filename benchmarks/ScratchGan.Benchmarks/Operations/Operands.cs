using ScratchGan.Engine;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>
/// The arrays of an operation. All images of a batch are copies of one, so that the plain loops, which see that one, say what the whole batch must give:
/// the same for each image, and of sums over images so many times as much.
/// </summary>
/// <param name="backend">null when only the plain loops run</param>
internal sealed class Operands(int batch, IBackend? backend) : IDisposable
{
    private readonly System.Random _random = new(1);
    private readonly List<Operand> _all = [];
    private readonly List<(Operand Result, int Compared, float Factor)> _results = [];

    /// <summary>Random numbers in [−1, 1), one row for each image.</summary>
    public Operand PerImage(int length) => PerImage(length, _ => 2 * _random.NextSingle() - 1);

    public Operand PerImage(int length, Func<int, float> value) => Add(length, batch, value);

    /// <summary>Random numbers in [−1, 1) that all images share, such as weights.</summary>
    public Operand Shared(int length) => Shared(length, _ => 2 * _random.NextSingle() - 1);

    public Operand Shared(int length, Func<int, float> value) => Add(length, 1, value);

    /// <summary>Room for one result an image.</summary>
    public Operand Result(int length) => Checked(PerImage(length, _ => float.NaN), batch, 1f);

    /// <summary>Room for one result of all images together: <paramref name="factor"/> times that of a single one.</summary>
    public Operand SharedResult(int length, float factor) => Checked(Shared(length, _ => float.NaN), 1, factor);

    /// <summary>Room for results that differ from image to image; the first is looked at.</summary>
    public Operand FirstResult(int length) => Checked(PerImage(length, _ => float.NaN), 1, 1f);

    /// <summary>An array that is changed in place is a result as well.</summary>
    public Operand Checked(Operand operand, int compared, float factor)
    {
        _results.Add((operand, compared, factor));
        return operand;
    }

    /// <summary>Null when all results agree.</summary>
    public string? Mismatch() =>
        _results.Select(result => result.Result.Mismatch(result.Compared, result.Factor)).FirstOrDefault(mismatch => mismatch is not null);

    public void Dispose()
    {
        foreach (Operand operand in _all)
            operand.Dispose();
    }

    private Operand Add(int length, int copies, Func<int, float> value)
    {
        var operand = new Operand(length, copies, backend);
        operand.Fill(value);
        _all.Add(operand);
        return operand;
    }
}
