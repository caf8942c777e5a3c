using System.Globalization;
using System.Text;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>
/// The log of a run as CSV: a line per step that is logged, a column per number, named by the first line. Evaluations along the way have a file of their own,
/// <c>evaluations.csv</c>, with a line per number: which ones there are is not known when the first step is logged.
/// </summary>
internal sealed class CsvLog : IStepLog
{
    private readonly LogFile _file;
    private readonly Func<LogFile> _openEvaluations;
    private LogFile? _evaluations;
    private string[] _columns = [];

    /// <summary>Opens the log to go on after a step: later lines, and half a line, are cut off.</summary>
    /// <exception cref="RunException">The file cannot be written.</exception>
    public CsvLog(string path, long afterStep, RunAdvice advice)
    {
        _file = new LogFile(path, bytes => LogFile.KeptLines(bytes, line => IsPast(Fields(line), afterStep)), advice);
        try
        {
            var beside = Path.Combine(Path.GetDirectoryName(path)!, "evaluations.csv");
            _openEvaluations = () => new LogFile(
                beside,
                bytes => LogFile.KeptLines(bytes, line => long.TryParse(Fields(line)[0], CultureInfo.InvariantCulture, out var step) && step > afterStep),
                advice);
            _evaluations = File.Exists(beside) ? _openEvaluations() : null;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public void Append(StepRecord record)
    {
        var numbers = StepScalars.Of(record);
        var text = new StringBuilder();
        if (_columns.Length == 0)
        {
            _columns = [.. numbers.Select(number => number.Name)];
            text.Append("step,seconds,").AppendJoin(',', _columns).Append('\n');
        }

        var values = numbers.ToDictionary();
        text.Append(CultureInfo.InvariantCulture, $"{record.Step},{record.Seconds}");
        foreach (var column in _columns)
        {
            text.Append(',').Append(values.TryGetValue(column, out var value) ? Text(value) : "");
        }

        _file.Append(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
    }

    public void Append(EvaluationRecord record, string picture)
    {
        _evaluations ??= _openEvaluations();
        var text = new StringBuilder(_evaluations.IsEmpty ? "step,seconds,metric,value\n" : "");
        foreach (var (name, value) in record.Metrics.Select(metric => (metric.Metric, metric.Value)).Append(("spread", record.Spread)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{record.Step},{record.Seconds},{name},{Text(value)}\n");
        }

        _evaluations.Append(Encoding.UTF8.GetBytes(text.ToString()));
    }

    public void Dispose()
    {
        _evaluations?.Dispose();
        _file.Dispose();
    }

    private static string[] Fields(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line).Split(',');

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The first line is that of the columns.</summary>
    private bool IsPast(string[] fields, long afterStep)
    {
        if (_columns.Length > 0)
        {
            return !long.TryParse(fields[0], CultureInfo.InvariantCulture, out var step) || step > afterStep;
        }

        _columns = fields[2..];
        return false;
    }
}
