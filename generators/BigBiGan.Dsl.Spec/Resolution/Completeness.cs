using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>Whether a variant has every key that it needs and none that nothing would read.</summary>
internal static class Completeness
{
    private static readonly string[] EncoderOnly = ["discriminator.H", "discriminator.J", SpecKeys.EncoderRate.Path];

    /// <summary>True where nothing is missing: the variant can be bound.</summary>
    /// <param name="tree">The merged tree.</param>
    /// <param name="misread">Groups with an unknown key: what is missing there was probably misspelt.</param>
    /// <param name="findings">Of the variant.</param>
    public static bool Check(ResolvedTree tree, IReadOnlyCollection<string> misread, VariantFindings findings)
    {
        var missing = SpecKeys.All.Where(key => IsNeeded(key, tree) && tree.Find(key) is null).Select(key => HighestMissing(key, tree)).Distinct().ToList();
        foreach (var path in missing.Where(path => !misread.Any(group => group.Length == 0 || KeyPath.IsAtOrBelow(path, group))))
        {
            findings.AtPath(Rule.MissingKey, SpecKeys.Variant.Path, $"`{path}` is missing; expected something like `{Example(path)}`{Otherwise(path)}");
        }

        if (!tree.HasEncoder)
        {
            foreach (var path in EncoderOnly.Where(path => tree.Find(path) is not null))
            {
                findings.AtPath(
                    Rule.UnusedKey,
                    path,
                    $"`{path}`{tree.Origin(path)} has no use without an encoder; {(tree.IsOwn(path) ? "remove it" : $"remove it with `{Nested(path, "~")}`")}");
            }
        }

        return missing.Count == 0;
    }

    private static bool IsNeeded(Key key, ResolvedTree tree) => key.Presence switch
    {
        Presence.Required => true,
        Presence.RequiredWithEncoder => tree.Find(SpecKeys.Encoder) is MappingNode,
        Presence.OwnFile or Presence.Optional => false,
    };

    /// <summary>The whole group where nothing of it is there.</summary>
    private static string HighestMissing(Key key, ResolvedTree tree)
    {
        var path = key.Path;
        while (KeyPath.Parent(path) is { Length: > 0 } parent && tree.Find(parent) is null)
        {
            path = parent;
        }

        return path;
    }

    private static string Example(string path) => Nested(path, Value(path));

    /// <summary><c>a.b</c> and a value as <c>a: { b: value }</c>.</summary>
    private static string Nested(string path, string value)
    {
        var segments = path.Split('.');
        var text = $"{segments[segments.Length - 1]}: {value}";
        for (var i = segments.Length - 2; i >= 0; i--)
        {
            text = $"{segments[i]}: {{ {text} }}";
        }

        return text;
    }

    /// <summary>A key's example, or the examples of a group's required keys.</summary>
    private static string Value(string path)
    {
        if (SpecKeys.Members(path) is not { } members)
        {
            return SpecKeys.Find(path)!.Example;
        }

        var needed = members.Select(member => (Name: member, Path: KeyPath.Child(path, member))).Where(member => IsNeeded(member.Path));
        return $"{{ {string.Join(", ", needed.Select(member => $"{member.Name}: {Value(member.Path)}"))} }}";
    }

    private static bool IsNeeded(string path) => SpecKeys.Members(path) is { } members
        ? members.Any(member => IsNeeded(KeyPath.Child(path, member)))
        : SpecKeys.Find(path)!.Presence is Presence.Required or Presence.RequiredWithEncoder;

    private static string Otherwise(string path) => path == SpecKeys.Encoder.Path ? ", or `encoder: none` for a plain GAN" : "";
}
