using System.Text;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>The log of a run: a <see cref="LogLine"/> per step that is logged, and per evaluation along the way.</summary>
public sealed class RunLog : IStepLog
{
    private readonly LogFile _file;

    /// <summary>
    /// Opens the log to go on after a step: later lines and half a line, left by a run that was killed, are cut off. A line that
    /// is not a record stays.
    /// </summary>
    /// <param name="path">Of the file, which is made where there is none.</param>
    /// <param name="afterStep">The last step that stays.</param>
    /// <param name="advice">About the run.</param>
    /// <exception cref="RunException">The file cannot be written, or has lines of a newer format.</exception>
    public RunLog(string path, long afterStep, RunAdvice advice) => _file = new LogFile(
        path, bytes => LogFile.KeptLines(bytes, line => LogLine.StepOf(line, path) > afterStep), advice);

    /// <summary>All whole records of a log, also of one that is being written; lines that are none are passed over.</summary>
    /// <exception cref="RunException">It has lines of a newer format.</exception>
    public static IReadOnlyList<StepRecord> Read(string path) => ReadAll(path).Steps;

    /// <summary>The same with the evaluations along the way.</summary>
    /// <exception cref="RunException">It has lines of a newer format.</exception>
    public static (IReadOnlyList<StepRecord> Steps, IReadOnlyList<EvaluationRecord> Evaluations) ReadAll(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var (steps, evaluations) = (new List<StepRecord>(), new List<EvaluationRecord>());
        while (reader.ReadLine() is { } text)
        {
            var line = Encoding.UTF8.GetBytes(text);
            if (LogLine.Read(line, path) is { } step)
            {
                steps.Add(step);
            }
            else if (LogLine.ReadEvaluation(line, path) is { } evaluation)
            {
                evaluations.Add(evaluation);
            }
        }

        return (steps, evaluations);
    }

    /// <summary>Training time at a step, by the last record up to it; 0 where there is none.</summary>
    internal static double SecondsAt(string path, long step) =>
        File.Exists(path) && Read(path).LastOrDefault(record => record.Step <= step) is { } record ? record.Seconds : 0;

    /// <exception cref="RunException">The disk is full or cannot be written.</exception>
    public void Append(StepRecord record) => _file.Append(Encoding.UTF8.GetBytes(LogLine.Write(record) + "\n"));

    void IStepLog.Append(EvaluationRecord record, string picture) => _file.Append(Encoding.UTF8.GetBytes(LogLine.Write(record) + "\n"));

    public void Dispose() => _file.Dispose();
}
