using BigBiGan.Dsl.Spec.Model;
using BigBiGan.Dsl.Spec.Workspace;

namespace BigBiGan.Dsl.Spec.Tests;

/// <summary>Text in, text out: a spec and the problems that it must have, each with the very text that it underlines.</summary>
internal static class Check
{
    /// <summary>One file; expected like <c>BBG0203 at `0`: message</c>. Fails on any problem that was not named.</summary>
    public static void Spec(string text, params string[] expected) => Specs([("x.yaml", text)], expected);

    /// <summary>Several files; expected like <c>x.yaml: BBG0203 at `0`: message</c>, the file left out where it is x.yaml.</summary>
    public static void Specs((string Path, string Text)[] files, params string[] expected)
    {
        var found = Problems(files);
        if (!found.SequenceEqual(expected))
        {
            var paste = string.Join(",\n", found.Select(line => $"    \"{line.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t")}\""));
            Assert.Fail($"expected:\n{string.Join("\n", expected)}\nfound:\n{string.Join("\n", found)}\nto paste:\n{paste}");
        }
    }

    public static IReadOnlyList<string> Problems(params (string Path, string Text)[] files)
    {
        var texts = files.ToDictionary(file => file.Path, file => file.Text);
        return [.. SpecSet.Read(files).Problems.Select(placed => Line(placed, texts[placed.Problem.File]))];
    }

    /// <summary>The variant of a spec without problems.</summary>
    public static Variant Sound(string path, params (string Path, string Text)[] files)
    {
        Assert.Empty(Problems(files));
        return SpecSet.Read(files).Variants.Single(variant => variant.Path + ".yaml" == path);
    }

    private static string Line(PlacedProblem placed, string text)
    {
        var problem = placed.Problem;
        var underlined = text.Substring(placed.Span.Start, placed.Span.Length);
        return $"{(problem.File == "x.yaml" ? "" : problem.File + ": ")}{problem.Rule.Id} at `{underlined}`: {problem.Message}";
    }
}
