using System.Globalization;
using System.Text;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>The log of a run as CSV: a line per record, a column per number, named by the first line.</summary>
internal sealed class CsvLog : IStepLog
{
    private readonly FileStream _file;
    private readonly RunAdvice _advice;
    private string[] _columns = [];

    /// <summary>Opens the log to go on after a step: later lines, and half a line, are cut off.</summary>
    /// <exception cref="RunException">The file cannot be written.</exception>
    public CsvLog(string path, long afterStep, RunAdvice advice)
    {
        _advice = advice;
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path}: the log cannot be written: {problem.Message}", problem);
        }

        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var keep = 0;
        for (var end = bytes.AsSpan().IndexOf((byte)'\n'); end >= 0; end = bytes.AsSpan(keep).IndexOf((byte)'\n'))
        {
            var fields = Encoding.UTF8.GetString(bytes, keep, end).Split(',');
            if (keep == 0)
            {
                _columns = fields[2..];
            }
            else if (!long.TryParse(fields[0], CultureInfo.InvariantCulture, out var step) || step > afterStep)
            {
                break;
            }

            keep += end + 1;
        }

        _file.SetLength(keep);
        _file.Position = keep;
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
            text.Append(',').Append(values.TryGetValue(column, out var value) ? value.ToString("R", CultureInfo.InvariantCulture) : "");
        }

        try
        {
            _file.Write(Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
        }
        catch (IOException problem)
        {
            throw new RunException($"{_file.Name}: the log cannot be written: {problem.Message}; free the disk and go on with: {_advice.Resume}", problem);
        }
    }

    public void Dispose() => _file.Dispose();
}
