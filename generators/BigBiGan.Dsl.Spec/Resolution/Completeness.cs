using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>Whether a variant has every key that it needs and none that nothing would read.</summary>
internal static class Completeness
{
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

        foreach (var path in SpecKeys.All.Where(key => IsUnused(key, tree)).Select(key => HighestUnused(key, tree)).Distinct())
        {
            var because = PreconditionText.Without(Unmet(
                SpecKeys.Find(path)?.Precondition ?? SpecKeys.All.First(key => KeyPath.IsAtOrBelow(key.Path, path)).Precondition, tree));
            findings.AtPath(
                Rule.UnusedKey,
                path,
                $"`{path}`{tree.Origin(path)} has no effect {because}; {(tree.IsOwn(path) ? "remove it" : $"remove it with `{Nested(path, "~")}`")}");
        }

        return missing.Count == 0;
    }

    /// <summary>A missing encoder is reported by itself, without the keys elsewhere that it would need.</summary>
    private static bool IsNeeded(Key key, ResolvedTree tree) =>
        key.Presence == Presence.Required
        && tree.Has(key.Precondition)
        && (key.Precondition is not (Precondition.Encoder or Precondition.Pairs) || tree.Find(SpecKeys.Encoder) is MappingNode);

    private static bool IsUnused(Key key, ResolvedTree tree) => !tree.Has(key.Precondition) && tree.Find(key) is not null;

    /// <summary>The whole group where nothing of it has a use.</summary>
    private static string HighestUnused(Key key, ResolvedTree tree)
    {
        var path = key.Path;
        while (KeyPath.Parent(path) is { Length: > 0 } parent
            && SpecKeys.All.Where(other => KeyPath.IsAtOrBelow(other.Path, parent)).All(other => !tree.Has(other.Precondition)))
        {
            path = parent;
        }

        return path;
    }

    /// <summary>What is really missing: pairs want an encoder first.</summary>
    private static Precondition Unmet(Precondition need, ResolvedTree tree)
    {
        Precondition[] before = need switch
        {
            Precondition.Pairs => [Precondition.Encoder, Precondition.Discriminator, Precondition.Trunk],
            Precondition.Trunk or Precondition.Alternation => [Precondition.Discriminator],
            Precondition.Backbone or Precondition.RevNet => [Precondition.Encoder, Precondition.Backbone],
            _ => [],
        };
        return before.Append(need).First(one => !tree.Has(one));
    }

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

        var needed = members.Select(member => (Name: member, Path: KeyPath.Child(path, member))).Where(member => member.Name != "mlp" && IsNeeded(member.Path));
        return $"{{ {string.Join(", ", needed.Select(member => $"{member.Name}: {Value(member.Path)}"))} }}";
    }

    private static bool IsNeeded(string path) => SpecKeys.Members(path) is { } members
        ? members.Any(member => IsNeeded(KeyPath.Child(path, member)))
        : SpecKeys.Find(path) is { Presence: Presence.Required, Precondition: not Precondition.Crop };

    private static string Otherwise(string path) =>
        path == SpecKeys.Encoder.Path ? ", or `encoder: none` for a plain GAN"
        : path == SpecKeys.Discriminator.Path ? ", or `discriminator: none` for an autoencoder"
        : "";
}
