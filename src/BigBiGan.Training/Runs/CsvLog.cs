using System.Globalization;
using System.Text;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>The log of a run as CSV: a line per record, a column per number, named by the first line.</summary>
internal sealed class CsvLog : IStepLog
{
    private readonly LogFile _file;
    private string[] _columns = [];

    /// <summary>Opens the log to go on after a step: later lines, and half a line, are cut off.</summary>
    /// <exception cref="RunException">The file cannot be written.</exception>
    public CsvLog(string path, long afterStep, RunAdvice advice) =>
        _file = new LogFile(path, bytes => LogFile.KeptLines(bytes, line => IsPast(Encoding.UTF8.GetString(line).Split(','), afterStep)), advice);

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
            text.Append(',').Append(values.TryGetValue(column, out var value) ? value.ToString("R", CultureInfo.InvariantCulture) : "");
        }

        _file.Append(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
    }

    public void Dispose() => _file.Dispose();

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
