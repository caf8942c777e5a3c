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
    /// <summary>Of the lines about steps. 1, whose lines do not say so, had no learning rates.</summary>
    public const int Format = 2;

    /// <summary>Of the lines about evaluations: programs that know none of them say so, and read logs without them.</summary>
    public const int EvaluationFormat = 3;

    private const int FormatOfSilentLines = 1;

    /// <summary>Without its line end.</summary>
    public static string Write(StepRecord record) => Line(Format, record);

    /// <summary>Without its line end.</summary>
    public static string Write(EvaluationRecord record) => Line(EvaluationFormat, record);

    /// <summary>Null where the line is not a record of a step.</summary>
    /// <param name="line">UTF-8.</param>
    /// <param name="path">Of the log, for the message.</param>
    /// <exception cref="RunException">The line is of a newer format.</exception>
    public static StepRecord? Read(ReadOnlySpan<byte> line, string path) => Known(line, path) is null ? null : Parsed<StepRecord>(line);

    /// <summary>Null where the line is not a record of an evaluation.</summary>
    /// <inheritdoc cref="Read"/>
    public static EvaluationRecord? ReadEvaluation(ReadOnlySpan<byte> line, string path) =>
        Known(line, path) is { Format: >= EvaluationFormat } ? Parsed<EvaluationRecord>(line) : null;

    /// <summary>Null where the line is neither.</summary>
    /// <inheritdoc cref="Read"/>
    public static long? StepOf(ReadOnlySpan<byte> line, string path) => Read(line, path)?.Step ?? ReadEvaluation(line, path)?.Step;

    private static string Line<T>(int format, T record)
    {
        var json = JsonSerializer.Serialize(record, JsonFormat.Line);
        return $"{{\"format\":{format},{json[1..]}";
    }

    /// <summary>Null where the line is no JSON.</summary>
    private static Head? Known(ReadOnlySpan<byte> line, string path) => Parsed<Head>(line) switch
    {
        { Format: > EvaluationFormat and var newer } => throw new RunException(
            $"{path} has lines of format {newer}, of a newer bigbigan; expected {EvaluationFormat} or older; use that program"),
        var head => head,
    };

    private static T? Parsed<T>(ReadOnlySpan<byte> line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, JsonFormat.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Head(int Format = FormatOfSilentLines);
}
