using System.Text.Json;
using BigBiGan.Training.Errors;
using BigBiGan.Training.Loop;
using BigBiGan.Training.Text;

namespace BigBiGan.Training.Runs;

/// <summary>
/// A line of <c>log.jsonl</c>: a record as JSON whose first key is the format. The format stands in each line, so that a log may begin
/// under one version and go on under another, and a line that is cut off or copied out still says what it is.
/// </summary>
internal static class LogLine
{
    /// <summary>Of the lines that are written. 1, whose lines do not say so, had no learning rates.</summary>
    public const int Format = 2;

    private const int FormatOfSilentLines = 1;

    /// <summary>Without its line end.</summary>
    public static string Write(StepRecord record)
    {
        var json = JsonSerializer.Serialize(record, JsonFormat.Line);
        return $"{{\"format\":{Format},{json[1..]}";
    }

    /// <summary>Null where the line is not a record.</summary>
    /// <param name="line">UTF-8.</param>
    /// <param name="path">Of the log, for the message.</param>
    /// <exception cref="RunException">The line is of a newer format.</exception>
    public static StepRecord? Read(ReadOnlySpan<byte> line, string path)
    {
        try
        {
            if (JsonSerializer.Deserialize<Head>(line, JsonFormat.Line) is { Format: > Format and var newer })
            {
                throw new RunException($"{path} has lines of format {newer}, of a newer bigbigan; expected {Format} or older; use that program");
            }

            return JsonSerializer.Deserialize<StepRecord>(line, JsonFormat.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Head(int Format = FormatOfSilentLines);
}
