using System.Globalization;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Data.ImageNet;

/// <summary>ILSVRC's development kit, whose labels are numbers of its own: <c>meta.mat</c> beside them says which synset each is.</summary>
internal static class DevelopmentKit
{
    private const string Meta = "meta.mat";

    /// <summary>Synsets (<c>n01440764</c>) by their numbers, from 1 on.</summary>
    /// <param name="labels">The path of the kit's labels.</param>
    /// <exception cref="DataSourceException">There is no <c>meta.mat</c> beside them, or it is damaged.</exception>
    public static IReadOnlyDictionary<int, string> Synsets(string labels)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(labels))!, Meta);
        if (!File.Exists(path))
        {
            throw new DataSourceException(
                $"{labels}: the labels are the development kit's numbers; expected its {Meta} beside the file, which says what they stand for. "
                + "Unpack both into one folder, or give Caffe's val.txt or Kaggle's LOC_val_solution.csv.");
        }

        try
        {
            var table = MatFile.StructArray(File.ReadAllBytes(path), "synsets");
            var (numbers, names) = (table["ILSVRC2012_ID"], table["WNID"]);
            return numbers.Zip(names).ToDictionary(
                pair => (int)double.Parse(pair.First, CultureInfo.InvariantCulture), pair => pair.Second.Trim());
        }
        catch (Exception problem) when (problem is InvalidDataException or KeyNotFoundException or ArgumentException or FormatException or IOException)
        {
            throw new DataSourceException($"{path}: damaged, or not the development kit's: {problem.Message} Fetch the kit again.", problem);
        }
    }
}
