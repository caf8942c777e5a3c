using System.Text.Json;
using System.Text.RegularExpressions;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Runs;
using BigBiGan.Training.Text;

namespace BigBiGan.Experiments.Reports;

/// <summary>What a run's folder tells: what it is, its log, and what was measured of it.</summary>
/// <param name="Evaluations">Along the way, of the log too.</param>
/// <param name="Numbers">Of <c>metrics.json</c> and the files beside it.</param>
/// <param name="Notes">What a reader must know, in words.</param>
public sealed partial record RunReport(
    RunFolder Run, IReadOnlyList<StepRecord> Log, IReadOnlyList<EvaluationRecord> Evaluations, IReadOnlyList<RunNumber> Numbers, IReadOnlyList<string> Notes)
{
    /// <exception cref="RunException">There is no run, or a file of it cannot be read.</exception>
    public static RunReport Of(string path)
    {
        var run = RunFolder.Open(path);
        var metrics = Directory.GetFiles(path, "metrics*.json")
            .Where(file => !OfEarlierStep().IsMatch(Path.GetFileName(file)))
            .Order(StringComparer.Ordinal).Select(Read).ToList();
        List<string> notes = [.. metrics.SelectMany(file => file.Notes ?? []).Distinct()];
        if (metrics.Count == 0)
        {
            notes.Add($"the run was not measured yet: {run.Advice.Measure}");
        }

        var (steps, evaluations) = File.Exists(run.LogFile) ? RunLog.ReadAll(run.LogFile) : ([], []);
        return new RunReport(
            run,
            steps,
            evaluations,
            [.. metrics.SelectMany(file => file.Metrics).Distinct()],
            notes);
    }

    /// <summary>What <c>evaluate --checkpoint</c> writes: a table has the numbers of one state of the run.</summary>
    [GeneratedRegex(@"^metrics(-.*)?-step-\d+[.-]")]
    private static partial Regex OfEarlierStep();

    private static MetricsFile Read(string file)
    {
        try
        {
            return JsonFormat.Read<MetricsFile>(File.ReadAllText(file));
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{file} cannot be read: {problem.Message.TrimEnd('.')}; measure the run again, or delete the file", problem);
        }
    }

    private sealed record MetricsFile(IReadOnlyList<RunNumber> Metrics, IReadOnlyList<string>? Notes = null);
}

/// <summary>A number as <c>metrics.json</c> has it.</summary>
/// <param name="Subject"><c>model</c>, <c>untrained</c>, <c>pixels</c> or <c>real</c>.</param>
/// <param name="Protocol">How it was measured, as one line.</param>
public sealed record RunNumber(string Metric, string Subject, double Value, string Protocol);
