using System.IO.Enumeration;

namespace BigBiGan.Experiments.Cells;

/// <summary>Cells by what a person types: the beginning of an identity, a variant's path or its last part, or a pattern over labels with <c>*</c>.</summary>
public static class CellFilter
{
    private const int ShortestIdentity = 6;

    public static bool Matches(PlannedCell cell, string wanted) =>
        (wanted.Length >= ShortestIdentity && cell.Cell.Identity.StartsWith(wanted, StringComparison.OrdinalIgnoreCase))
        || cell.Cell.VariantPath == wanted
        || cell.Cell.VariantPath.Split('/')[^1] == wanted
        || cell.FolderName == wanted
        || (wanted.Contains('*', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(wanted, cell.Label));
}
