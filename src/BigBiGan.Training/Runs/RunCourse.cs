using System.Diagnostics;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;

namespace BigBiGan.Training.Runs;

/// <summary>
/// What one sitting of a run sees of its course: evaluations along the way, the best of them, and signs of collapse. All of it follows from the log, so
/// that a run which is gone on with decides as an uninterrupted one.
/// </summary>
internal sealed class RunCourse
{
    private readonly RunFolder _folder;
    private readonly TrainingState _state;
    private readonly RunLogs _log;
    private readonly EvaluationHook? _hook;
    private readonly Action<string> _say;
    private readonly Action<string> _warn;
    private readonly CollapseWatch _watch = new();
    private readonly List<EvaluationRecord> _evaluations;

    /// <param name="log">Open, and cut to where the run goes on.</param>
    /// <param name="hook">Null where nothing is measured along the way.</param>
    /// <param name="say">Receives a line per evaluation.</param>
    /// <param name="warn">Receives a line per sign of collapse.</param>
    /// <exception cref="CollapseException">The run has collapsed before, and is to end then.</exception>
    public RunCourse(RunFolder folder, TrainingState state, RunLogs log, EvaluationHook? hook, Action<string> say, Action<string> warn)
    {
        (_folder, _state, _log, _hook, _say, _warn) = (folder, state, log, hook, say, warn);
        var (steps, evaluations) = RunLog.ReadAll(folder.LogFile);
        _evaluations = [.. evaluations];
        if (folder.Identity.Best is { } best && !_evaluations.Any(record => record.Step == best.Step))
        {
            folder.SetBest(null); // the run goes on from before it
        }

        if (hook is not null && _evaluations.Count > 0)
        {
            Conclude(hook);
        }

        foreach (var found in steps.Select(record => (record.Step, Words: _watch.See(record)))
            .Concat(evaluations.Select(record => (record.Step, Words: _watch.See(record)))))
        {
            if (found.Words is not null && StopsOnCollapse)
            {
                throw new CollapseException(found.Step, found.Words);
            }
        }
    }

    /// <summary>Why the run ended before its goal; null where it did not.</summary>
    public string? Stopped { get; private set; }

    private bool StopsOnCollapse => _folder.Identity.Schedule?.StopOnCollapse == true;

    /// <exception cref="CollapseException">The run has collapsed, and is to end then.</exception>
    public void See(StepRecord record) => Tell(record.Step, _watch.See(record));

    /// <summary>Measures the model, unless this was done after the same step before.</summary>
    /// <returns>Whether the run ends.</returns>
    /// <exception cref="CollapseException">The run has collapsed, and is to end then.</exception>
    /// <exception cref="RunException">The log cannot be written, or the model cannot be measured.</exception>
    public bool Evaluate()
    {
        if (_hook is null)
        {
            return false;
        }

        if (!_evaluations.Any(record => record.Step == _state.Step))
        {
            var clock = Stopwatch.StartNew();
            var found = _hook.Measure();
            var took = clock.Elapsed.TotalSeconds;
            var measuring = took + _evaluations.Sum(before => before.Took);
            var share = measuring / (_state.Seconds + measuring);
            var record = new EvaluationRecord(_state.Step, _state.Seconds, Math.Round(took, 3), Math.Round(share, 4), found.Spread, found.Metrics);
            _log.Append(record, found.Picture);
            _evaluations.Add(record);
            _say(Conclude(_hook).Words);
            Tell(record.Step, _watch.See(record));
        }

        return Stopped is not null;
    }

    private EvaluationVerdict Conclude(EvaluationHook hook)
    {
        var verdict = hook.Judge(_evaluations, _folder.Checkpoints.Has);
        _folder.SetBest(verdict.Best);
        Stopped = verdict.Stop;
        return verdict;
    }

    private void Tell(long step, string? words)
    {
        if (words is null)
        {
            return;
        }

        if (StopsOnCollapse)
        {
            throw new CollapseException(step, words);
        }

        _warn($"step {step}: {words}");
    }
}
