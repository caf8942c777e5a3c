namespace BigBiGan.Dsl.Generator.Emission;

/// <summary><c>Variants.All</c>: what the command line and the grids choose from.</summary>
internal static class VariantListEmitter
{
    public static string Emit(IEnumerable<ListedVariant> variants, string @namespace)
    {
        var code = new CodeWriter();
        SourceFile.Begin(code, "all specs", @namespace);
        code.Line();
        code.Line("/// <summary>Every variant of this assembly.</summary>");
        code.Open("public static class Variants");
        code.Line("/// <summary>In the order of their paths.</summary>");
        code.Line("public static global::System.Collections.Generic.IReadOnlyList<VariantEntry> All { get; } =");
        code.Line("[");
        foreach (var variant in variants)
        {
            code.Line($"    new({variant.ClassName}.Description, {Literal.Of(variant.SpecFile)}, {variant.ClassName}.Create),");
        }

        code.Line("];");
        code.Close();
        return code.ToString();
    }
}

internal sealed record ListedVariant(string SpecFile, string ClassName);
