using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;

namespace BigBiGan.Experiments.Running;

/// <summary>Follows the log of a run that another process writes, on this host or another: each look reads what has come since the last.</summary>
/// <param name="path">Of <c>log.jsonl</c>, which need not be there yet.</param>
public sealed class LogFollower(string path)
{
    private readonly List<StepRecord> _steps = [];
    private readonly List<EvaluationRecord> _evaluations = [];
    private long _read;

    /// <summary>In the order of the steps.</summary>
    public IReadOnlyList<StepRecord> Steps => _steps;

    /// <summary>In the order of the steps.</summary>
    public IReadOnlyList<EvaluationRecord> Evaluations => _evaluations;

    /// <summary>When the log was last written to; null where there is none.</summary>
    public DateTime? Written => File.Exists(path) ? File.GetLastWriteTimeUtc(path) : null;

    /// <summary>Reads whole lines that have come; half a line waits for the next look.</summary>
    /// <exception cref="RunException">It has lines of a newer format.</exception>
    public void Look()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length < _read)
            {
                // the run was gone on with from an earlier step, and its log was cut
                _read = 0;
                _steps.Clear();
                _evaluations.Clear();
            }

            file.Position = _read;
            var bytes = new byte[file.Length - _read];
            file.ReadExactly(bytes);
            Take(bytes.AsSpan(0, Array.LastIndexOf(bytes, (byte)'\n') + 1));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // not there yet, or cut at this moment: the next look finds it
        }
    }

    private void Take(ReadOnlySpan<byte> lines)
    {
        _read += lines.Length;
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = lines[range];
            if (LogLine.Read(line, path) is { } step)
            {
                // cut and written again between two looks
                _steps.RemoveAll(other => other.Step >= step.Step);
                _steps.Add(step);
            }
            else if (LogLine.ReadEvaluation(line, path) is { } evaluation)
            {
                _evaluations.RemoveAll(other => other.Step >= evaluation.Step);
                _evaluations.Add(evaluation);
            }
        }
    }
}
