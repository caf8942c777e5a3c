using System.Text.Json;

namespace BigBiGan.Training.Exports;

/// <summary>Files that one command fills over several starts.</summary>
internal static class Opened
{
    /// <summary>Opens or makes a file that no other process has open so.</summary>
    /// <param name="named">What a message names.</param>
    /// <exception cref="ExportException">Another process has it open.</exception>
    public static FileStream Alone(string path, string named)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem) when (File.Exists(path) && problem.Message.Contains("used by another process", StringComparison.Ordinal))
        {
            throw new ExportException($"{named} is being written by another process; wait for it, or take another place");
        }
    }

    /// <summary>The first entry in which two origins differ: <c>seed 3, asked for is 4</c>.</summary>
    public static string Difference(string found, string asked)
    {
        try
        {
            var (was, now) = (JsonDocument.Parse(found).RootElement, JsonDocument.Parse(asked).RootElement);
            foreach (var entry in now.EnumerateObject())
            {
                var before = was.TryGetProperty(entry.Name, out var value) ? value.ToString() : "not told";
                if (before != entry.Value.ToString())
                {
                    return $"{entry.Name} {before}, asked for is {entry.Value}";
                }
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // no origin at all, which is a difference too
        }

        return "of another kind";
    }
}
