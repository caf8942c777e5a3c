using System.Globalization;
using BigBiGan.Dsl;
using BigBiGan.Training.Data.Images;
using BigBiGan.Training.Errors;

namespace BigBiGan.Training.Sessions;

/// <summary>What the classes of a variant with labels are called.</summary>
public static class ClassTitle
{
    /// <summary>Longer ones would take the place of the images.</summary>
    private const int Longest = 28;

    /// <summary>Null where the labels are not the classes of the images, or there are none.</summary>
    public static IReadOnlyList<string>? Of(VariantFacts facts, ImageSet images) =>
        facts.Labels is { Source: LabelSource.Data } labels && labels.Classes == images.ClassTitles.Count ? images.ClassTitles : null;

    /// <summary>The class that a person names, by number or by title.</summary>
    /// <param name="asked">Of <c>--class</c>.</param>
    /// <param name="titles">Null where classes have none.</param>
    /// <exception cref="RunException">There is none, or the variant has no labels.</exception>
    public static int Find(string asked, VariantFacts facts, IReadOnlyList<string>? titles)
    {
        if (facts.Labels is not { Classes: var classes })
        {
            throw new RunException($"--class is '{asked}', and {facts.Path} has no labels; expected a variant with `labels`");
        }

        if (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < classes)
        {
            return number;
        }

        int[] named = [.. Enumerable.Range(0, titles?.Count ?? 0).Where(i => IsCalled(titles![i], asked))];
        return named is [var one]
            ? one
            : throw new RunException(
                $"--class is '{asked}'; expected a number from 0 to {classes - 1}"
                + (titles is null ? "" : $", or a class's name, such as '{Short(titles[0])}'")
                + (named.Length > 1 ? $"; {named.Length} classes are called so" : ""));
    }

    /// <summary>Before a row, and in captions.</summary>
    internal static string Row(int label, IReadOnlyList<string>? titles) =>
        titles is null ? string.Create(CultureInfo.InvariantCulture, $"class {label}") : Short(titles[label]);

    /// <summary>Synonyms of WordNet follow after a comma.</summary>
    private static bool IsCalled(string title, string asked) =>
        title.Equals(asked, StringComparison.OrdinalIgnoreCase) || title.Split(',')[0].Equals(asked, StringComparison.OrdinalIgnoreCase);

    private static string Short(string title) => title.Split(',')[0] is { Length: > Longest } first ? $"{first[..Longest]}…" : title.Split(',')[0];
}
