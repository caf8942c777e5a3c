using System.Globalization;
using System.Text;
using BigBiGan.Dsl.State;

namespace BigBiGan.Training.Data;

/// <summary>
/// A class label per training image, as text: a line <c># labels of DATA, CLASSES classes: how they were made</c>, then one number
/// per line in the order in which the images are stored.
/// </summary>
/// <param name="DataIdentity">Of the training images that they belong to.</param>
/// <param name="Origin">How they were made, for people.</param>
public sealed record LabelsFile(string DataIdentity, int Classes, string Origin, int[] Labels)
{
    private const string Head = "# labels of ";

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

        if (lines.Length == 0 || ParseHead(lines[0]) is not var (data, classes, origin))
        {
            throw new DataSourceException($"{path} is no file of labels; expected a first line such as `{Head}1f2e..., 50 classes: k-means`, as `bigbigan cluster` writes");
        }

        var labels = new int[lines.Length - 1];
        for (var i = 0; i < labels.Length; i++)
        {
            if (!int.TryParse(lines[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out labels[i]) || labels[i] >= classes)
            {
                throw new DataSourceException($"{path}({i + 2}): `{lines[i + 1]}` is no label; expected an integer from 0 to {classes - 1}");
            }
        }

        return new LabelsFile(data, classes, origin, labels);
    }

    public void Write(string path)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Head}{DataIdentity}, {Classes} classes: {Origin}\n");
        foreach (var label in Labels)
        {
            text.Append(CultureInfo.InvariantCulture, $"{label}\n");
        }

        DurableFile.Write(path, text.ToString());
    }

    private static (string Data, int Classes, string Origin)? ParseHead(string line)
    {
        var parts = line.Split([", ", " classes: "], 3, StringSplitOptions.None);
        return line.StartsWith(Head, StringComparison.Ordinal) && parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var classes)
            ? (parts[0][Head.Length..], classes, parts[2])
            : null;
    }
}
