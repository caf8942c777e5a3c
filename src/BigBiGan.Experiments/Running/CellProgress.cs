using System.Text.Json;
using BigBiGan.Experiments.Results;

namespace BigBiGan.Experiments.Running;

/// <summary>How far a cell is whose process is another: read from the end of its run's log.</summary>
public static class CellProgress
{
    private const int LongestLine = 4096;

    /// <summary>Whole steps; 0 where there is no log yet.</summary>
    public static long Steps(CellFolder folder)
    {
        var file = Path.Combine(folder.Run, "log.jsonl");
        if (!File.Exists(file))
        {
            return 0;
        }

        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(LongestLine, stream.Length), SeekOrigin.End);
            using var reader = new StreamReader(stream);
            var last = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(line => line.StartsWith('{') && line.EndsWith('}'));
            return last is null ? 0 : JsonDocument.Parse(last).RootElement.GetProperty("step").GetInt64();
        }
        catch (Exception problem) when (problem is IOException or JsonException)
        {
            return 0; // a line under way: the next look finds it whole
        }
    }
}
