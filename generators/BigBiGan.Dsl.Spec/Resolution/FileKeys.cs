using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>What a variant's own file says about itself and does not hand on.</summary>
internal sealed record FileKeys(string Path, string Name, string Summary, string? Base, string? Ablates)
{
    public static FileKeys Of(SpecFile file, string name)
    {
        var own = new ResolvedTree(file.Root!, file.Path);
        return new FileKeys(
            BasePath.WithoutEnding(file.Path),
            name,
            Text(SpecKeys.Summary, own) ?? "",
            Text(SpecKeys.Extends, own) is { } extends ? BasePath.Resolve(file.Path, extends) : null,
            Text(SpecKeys.Ablates, own));
    }

    private static string? Text(Key<string> key, ResolvedTree own) => own.Find(key) is null ? null : own.Get(key);
}
