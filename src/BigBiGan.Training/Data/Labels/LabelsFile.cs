using System.Globalization;
using System.Text;
using BigBiGan.Dsl.State;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.Labels;

/// <summary>
/// A class label per training image, as text: a line <c># bigbigan labels, format 1</c>, a line
/// <c># labels of DATA, CLASSES classes: how they were made</c>, then one number per line in the order in which the images are stored.
/// </summary>
/// <param name="DataIdentity">Of the training images that they belong to.</param>
/// <param name="Origin">How they were made, for people.</param>
public sealed record LabelsFile(string DataIdentity, int Classes, string Origin, int[] Labels)
{
    /// <summary>Of the format that is written, and the only one that is read.</summary>
    public const int Version = 1;

    private const string Format = "# bigbigan labels, format ";
    private const string Head = "# labels of ";

    /// <summary>Lines before the first label.</summary>
    private const int HeadLines = 2;

    /// <exception cref="DataSourceException">The file cannot be used; the message says why and what to do.</exception>
    public static LabelsFile Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{path}: the labels cannot be read: {problem.Message}");
        }

        CheckFormat(path, lines);
        if (lines.Length < HeadLines || ParseHead(lines[1]) is not var (data, classes, origin))
        {
            throw new DataSourceException(
                $"{path}(2): the labels do not say what they are of; "
                + $"expected a line such as `{Head}1f2e..., 50 classes: k-means`, as `bigbigan cluster` writes");
        }

        var labels = new int[lines.Length - HeadLines];
        for (var i = 0; i < labels.Length; i++)
        {
            if (!int.TryParse(lines[HeadLines + i], NumberStyles.None, CultureInfo.InvariantCulture, out labels[i]) || labels[i] >= classes)
            {
                throw new DataSourceException(
                    $"{path}({HeadLines + i + 1}): `{lines[HeadLines + i]}` is no label; expected an integer from 0 to {classes - 1}");
            }
        }

        return new LabelsFile(data, classes, origin, labels);
    }

    public void Write(string path)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Format}{Version}\n{Head}{DataIdentity}, {Classes} classes: {Origin}\n");
        foreach (var label in Labels)
        {
            text.Append(CultureInfo.InvariantCulture, $"{label}\n");
        }

        DurableFile.Write(path, text.ToString());
    }

    private static void CheckFormat(string path, string[] lines)
    {
        var first = lines.FirstOrDefault("");
        if (first.StartsWith(Head, StringComparison.Ordinal))
        {
            throw new DataSourceException(
                $"{path}: the labels are of a format without a version, which is read no more; make them again with `bigbigan cluster`");
        }

        if (!first.StartsWith(Format, StringComparison.Ordinal))
        {
            throw new DataSourceException($"{path} is not a file of labels; expected the first line `{Format}{Version}`, as `bigbigan cluster` writes");
        }

        var version = first[Format.Length..];
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            throw new DataSourceException($"{path}(1): the format is `{version}`; expected {Version}; make the labels again with `bigbigan cluster`");
        }

        if (number != Version)
        {
            throw new DataSourceException(
                $"{path}(1): the format is {number}, of a newer bigbigan; "
                + $"expected {Version}; use that program, or make the labels again with `bigbigan cluster`");
        }
    }

    private static (string Data, int Classes, string Origin)? ParseHead(string line)
    {
        var parts = line.Split([", ", " classes: "], 3, StringSplitOptions.None);
        return line.StartsWith(Head, StringComparison.Ordinal)
            && parts.Length == 3
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var classes)
            ? (parts[0][Head.Length..], classes, parts[2])
            : null;
    }
}
