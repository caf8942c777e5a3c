using System.Globalization;
using System.Text.RegularExpressions;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.ImageNet;

/// <summary>
/// The classes of pictures that lie in no folders of classes, as ImageNet's validation pictures do, from one of three files: Kaggle's
/// LOC_val_solution.csv (<c>ImageId,PredictionString</c>), Caffe's val.txt (<c>NAME INDEX</c>, or a class in the index's place), and the development kit's
/// ILSVRC2012_validation_ground_truth.txt (a number a line, in the order of the numbers in the pictures' names).
/// </summary>
internal sealed partial class TestLabels
{
    private readonly string _path;
    private readonly Dictionary<string, string> _ofName = new(StringComparer.Ordinal);
    private readonly string[]? _ofNumber;

    private TestLabels(string path, IReadOnlyList<string> lines)
    {
        _path = path;
        if (lines.All(line => IsNumber(line)))
        {
            var synsets = DevelopmentKit.Synsets(path);
            _ofNumber = [.. lines.Select((line, i) => synsets.GetValueOrDefault(Number(line)) ?? throw Damaged(i, line, "the number of a class in meta.mat"))];
            return;
        }

        var isKaggle = lines[0].StartsWith("ImageId,", StringComparison.OrdinalIgnoreCase);
        for (var i = isKaggle ? 1 : 0; i < lines.Count; i++)
        {
            var words = lines[i].Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || (!isKaggle && words.Length > 2))
            {
                throw Damaged(i, lines[i], "the name of a picture and its class");
            }

            _ofName[Stem(words[0])] = words[1];
        }
    }

    /// <exception cref="DataSourceException">There is no such file, or it is none of the three.</exception>
    public static TestLabels Read(string path)
    {
        try
        {
            string[] lines = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
            return lines.Length > 0 ? new TestLabels(path, lines) : throw new DataSourceException($"{path}: empty; expected a label for each test picture.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataSourceException($"{path}: cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Whether there is a class for a picture.</summary>
    /// <param name="file">Its name or its path.</param>
    public bool Knows(string file) => _ofNumber is null ? _ofName.ContainsKey(Stem(file)) : NumberOf(file) is > 0 and var number && number <= _ofNumber.Length;

    /// <param name="file">Of a picture: its name or its path.</param>
    /// <param name="classNames">Of the training split, in their order, which indices count.</param>
    /// <exception cref="DataSourceException">The file has no class for it, or one that is not trained on.</exception>
    public string ClassOf(string file, IReadOnlyList<string> classNames)
    {
        if (!Knows(file))
        {
            throw new DataSourceException(
                $"{_path}: no label for {Path.GetFileName(file)}; expected one of the {_ofNumber?.Length ?? _ofName.Count} that it has. "
                + "Give the file that goes with the pictures.");
        }

        var label = _ofNumber is null ? _ofName[Stem(file)] : _ofNumber[NumberOf(file) - 1];
        if (classNames.Contains(label))
        {
            return label;
        }

        return IsNumber(label) && Number(label) < classNames.Count
            ? classNames[Number(label)]
            : throw new DataSourceException(
                $"{_path}: {Path.GetFileName(file)} is of `{label}`; expected one of the {classNames.Count} classes that are trained on. "
                + "Give the pictures of all classes to train on.");
    }

    private DataSourceException Damaged(int line, string found, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_path}({line + 1}): found `{found}`; expected {expected}."));

    private static string Stem(string file) => Path.GetFileNameWithoutExtension(file);

    private static bool IsNumber(string text) => text.Length is > 0 and < 8 && text.All(char.IsAsciiDigit);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>12 of <c>ILSVRC2012_val_00000012.JPEG</c>; 0 where a name ends with no number.</summary>
    private static int NumberOf(string file) =>
        LastNumber().Match(Stem(file)) is { Success: true } number && int.TryParse(number.Value, CultureInfo.InvariantCulture, out var value) ? value : 0;

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex LastNumber();
}
