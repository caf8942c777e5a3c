using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>The logs of one sitting, in every form that was asked for.</summary>
internal sealed class RunLogs : IStepLog
{
    /// <summary>Where nobody asks for others.</summary>
    private static readonly LogKind[] Usual = [LogKind.Jsonl, LogKind.TensorBoard];

    private readonly List<IStepLog> _logs = [];

    /// <param name="asked">Null for those that the run has, or the usual ones of a run that has logged nothing.</param>
    /// <param name="afterStep">The last step that stays in them.</param>
    /// <exception cref="RunException">A file cannot be written.</exception>
    public RunLogs(RunFolder folder, IReadOnlyList<LogKind>? asked, long afterStep)
    {
        var kinds = asked ?? (afterStep == 0 ? Usual : Enum.GetValues<LogKind>().Where(kind => File.Exists(folder.LogOf(kind))));
        try
        {
            foreach (var kind in kinds.Union([LogKind.Jsonl]).Order())
            {
                _logs.Add(Open(kind, folder.LogOf(kind), afterStep, folder.Advice));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Append(StepRecord record) => _logs.ForEach(log => log.Append(record));

    public void Append(EvaluationRecord record, string picture) => _logs.ForEach(log => log.Append(record, picture));

    public void Dispose() => _logs.ForEach(log => log.Dispose());

    private static IStepLog Open(LogKind kind, string path, long afterStep, RunAdvice advice) => kind switch
    {
        LogKind.Jsonl => new RunLog(path, afterStep, advice),
        LogKind.TensorBoard => new TensorBoardLog(path, afterStep, advice),
        LogKind.Csv => new CsvLog(path, afterStep, advice),
    };
}
