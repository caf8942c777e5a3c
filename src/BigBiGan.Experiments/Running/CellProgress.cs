using System.Text.Json;
using BigBiGan.Experiments.Results;
using BigBiGan.Training.Runs;

namespace BigBiGan.Experiments.Running;

/// <summary>How far a cell is whose process is another: read from the end of its run's log.</summary>
public static class CellProgress
{
    private const int Tail = 32 * 1024;

    /// <summary>Whole steps; 0 where there is no log yet.</summary>
    public static long Steps(CellFolder folder) => Of(folder).Steps;

    /// <summary>Whole steps, and how many a second of training it takes lately; null where that cannot be told yet.</summary>
    public static (long Steps, double? PerSecond) Of(CellFolder folder)
    {
        var file = RunFolder.LogIn(folder.Run);
        if (!File.Exists(file))
        {
            return (0, null);
        }

        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(Tail, stream.Length), SeekOrigin.End);
            using var reader = new StreamReader(stream);
            var records = reader.ReadToEnd().Split('\n').Where(line => line.StartsWith('{') && line.EndsWith('}'))
                .Select(Point).OfType<(long Step, double Seconds)>().ToList();
            return records.Count == 0 ? (0, null) : (records[^1].Step, Rate(records[0], records[^1]));
        }
        catch (IOException)
        {
            return (0, null);
        }
    }

    private static double? Rate((long Step, double Seconds) first, (long Step, double Seconds) last) =>
        last.Seconds > first.Seconds && last.Step > first.Step ? (last.Step - first.Step) / (last.Seconds - first.Seconds) : null;

    /// <summary>Null for a line that is no record, or half of one.</summary>
    private static (long Step, double Seconds)? Point(string line)
    {
        try
        {
            var record = JsonDocument.Parse(line).RootElement;
            return record.TryGetProperty("step", out var step) && record.TryGetProperty("seconds", out var seconds)
                ? (step.GetInt64(), seconds.GetDouble())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
