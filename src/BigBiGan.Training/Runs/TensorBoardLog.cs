using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using SkiaSharp;

namespace BigBiGan.Training.Runs;

/// <summary>The log of a run for TensorBoard: the numbers of steps, and what was measured and drawn of the run.</summary>
internal sealed class TensorBoardLog : IStepLog
{
    private const string Measured = "evaluation/";

    /// <summary>By another protocol, and so by other names.</summary>
    private const string Along = "along_the_way/";

    private readonly EventFile _file;

    /// <summary>Opens the log to go on after a step: what is later is cut off, and a TensorBoard that has read it is told to forget it.</summary>
    /// <exception cref="RunException">The file cannot be written.</exception>
    public TensorBoardLog(string path, long afterStep, RunAdvice advice)
    {
        var isNew = !File.Exists(path);
        _file = new EventFile(path, (step, _) => step > afterStep, advice);
        if (!isNew)
        {
            _file.Append(new LoggedEvent(afterStep + 1, []) { StartsSession = true });
        }
    }

    /// <summary>Adds what was measured and drawn after a step, in place of what was told of that step before.</summary>
    /// <param name="step">Whole steps of training.</param>
    /// <param name="numbers">By their names in tables.</param>
    /// <param name="pictures">Files of PNG.</param>
    /// <exception cref="RunException">The file cannot be written.</exception>
    public static void AppendEvaluation(
        string path, long step, IEnumerable<(string Name, double Value)> numbers, IEnumerable<string> pictures, RunAdvice advice)
    {
        using var file = new EventFile(path, (at, tags) => at > step || (at == step && tags.Any(IsMeasured)), advice);
        file.Append(Numbers(step, numbers.Select(number => (Measured + number.Name, number.Value))));
        foreach (var picture in pictures)
        {
            file.Append(Picture(step, Measured + Path.GetFileNameWithoutExtension(picture), picture));
        }
    }

    public void Append(StepRecord record) => _file.Append(Numbers(record.Step, StepScalars.Of(record)));

    public void Append(EvaluationRecord record, string picture)
    {
        var numbers = record.Metrics.Select(metric => (Along + metric.Metric, metric.Value));
        _file.Append(Numbers(record.Step, [.. numbers, (Along + "spread", record.Spread), (Along + "share_of_time", record.Share)]));
        _file.Append(Picture(record.Step, Along + "samples", picture));
    }

    public void Dispose() => _file.Dispose();

    private static LoggedEvent Numbers(long step, IEnumerable<(string Name, double Value)> numbers) =>
        new(step, [.. numbers.Select(number => new LoggedNumber(number.Name, number.Value))]);

    private static LoggedEvent Picture(long step, string tag, string path)
    {
        var png = File.ReadAllBytes(path);
        using var data = SKData.CreateCopy(png);
        using var codec = SKCodec.Create(data);
        return new LoggedEvent(step, [new LoggedPicture(tag, png, codec.Info.Width, codec.Info.Height)]);
    }

    private static bool IsMeasured(string tag) => tag.StartsWith(Measured, StringComparison.Ordinal);
}
