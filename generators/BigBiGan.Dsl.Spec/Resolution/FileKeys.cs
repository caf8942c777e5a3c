using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Schema;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>What a variant's own file says about itself and does not hand on.</summary>
/// <param name="Budget">Null where the file sets no limit.</param>
internal sealed record FileKeys(string Path, string Name, string Summary, string? Base, string? Ablates, Budget? Budget = null)
{
    public static FileKeys Of(SpecFile file, string name)
    {
        var own = new ResolvedTree(file.Root!, file.Path);
        return new FileKeys(
            BasePath.WithoutEnding(file.Path),
            name,
            Text(SpecKeys.Summary, own) ?? "",
            Text(SpecKeys.Extends, own) is { } extends ? BasePath.Resolve(file.Path, extends) : null,
            Text(SpecKeys.Ablates, own),
            own.Find("budget") is null
                ? null
                : new Budget(Limit(SpecKeys.BudgetParameters, own), Limit(SpecKeys.BudgetMultiplyAdds, own), Limit(SpecKeys.BudgetMemory, own)));
    }

    /// <summary>Null where the file sets none.</summary>
    public static double? Limit(Key<double> key, ResolvedTree own) => own.Find(key) is null ? null : own.Get(key);

    private static string? Text(Key<string> key, ResolvedTree own) => own.Find(key) is null ? null : own.Get(key);
}
