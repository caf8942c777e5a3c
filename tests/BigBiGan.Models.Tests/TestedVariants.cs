using BigBiGan.Dsl;

namespace BigBiGan.Models.Tests;

/// <summary>Every variant, at a width that a laptop takes: its own, or a tiny one for the models of ImageNet.</summary>
internal static class TestedVariants
{
    public static TheoryData<string> Paths => [.. Own.Select(entry => entry.Facts.Path), .. TinyVariants.Paths];

    /// <summary>Those of models/small and models/bigan, at their own width.</summary>
    public static TheoryData<string> SmallPaths => [.. Own.Select(entry => entry.Facts.Path)];

    private static IEnumerable<VariantEntry> Own => Variants.All.Where(entry =>
        !TinyVariants.AreOf(entry.Facts.Path) && (entry.Facts.Path.StartsWith("small/", StringComparison.Ordinal) || entry.Facts.Path.StartsWith("bigan/", StringComparison.Ordinal)));

    public static VariantEntry Find(string path) => Own.Concat(TinyVariants.All).Single(entry => entry.Facts.Path == path);
}
