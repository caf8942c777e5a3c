using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>One file's keys and values against <see cref="SpecKeys"/>; what a file may leave to its base is not asked for.</summary>
internal static class SchemaCheck
{
    public static void Run(MappingNode root, Findings findings)
    {
        CheckGroup(root, KeyPath.Root, findings);
        if (root[SpecKeys.Ablates.Path] is null)
        {
            return;
        }

        if (root[SpecKeys.Variant.Path] is null)
        {
            findings.AtKey(Rule.UnusedKey, SpecKeys.Ablates.Path, "`ablates` has no use in a part; it compares a variant with its base");
        }
        else if (root[SpecKeys.Extends.Path] is null)
        {
            findings.AtKey(Rule.AblationBase, SpecKeys.Ablates.Path, "`ablates` needs a base to differ from; add `extends`");
        }
    }

    private static void CheckGroup(MappingNode mapping, string group, Findings findings)
    {
        foreach (var entry in mapping.Entries)
        {
            var path = KeyPath.Child(group, entry.Key);
            var key = SpecKeys.Find(path);
            var members = SpecKeys.Members(path);
            switch (entry.Value)
            {
                case var _ when key is null && members is null:
                    findings.AtKey(Rule.UnknownKey, path, UnknownKey(entry.Key, group));
                    break;
                case ScalarNode { IsNull: true } when key?.Presence != Presence.OwnFile:
                    break; // `key: ~` removes an inherited key: known only with the base
                case MappingNode inner when members is not null:
                    CheckGroup(inner, path, findings);
                    break;
                default:
                    CheckValue(entry.Value, path, key, members, findings);
                    break;
            }
        }
    }

    private static void CheckValue(SpecNode node, string path, Key? key, IReadOnlyList<string>? members, Findings findings)
    {
        if (key is not null && (members is null || key.Shape.Canonical(node) is not null))
        {
            key.Shape.Check(node, path, findings);
            return;
        }

        var word = key is null ? "" : $", or {key.Shape.Description}";
        findings.AtValue(Rule.WrongType, path, $"`{path}` is {NodeText.Of(node)}; expected a mapping of {Words.And(members!.Select(member => $"`{member}`"))}{word}");
    }

    private static string UnknownKey(string name, string group)
    {
        var known = SpecKeys.Members(group)!;
        var where = group.Length == 0 ? "a spec" : $"`{group}`";
        var message = $"`{name}` is no key of {where}";
        if (Words.Nearest(name, known) is { } near)
        {
            return $"{message}; did you mean `{near}`?";
        }

        var elsewhere = SpecKeys.InheritedPaths.Where(path => KeyPath.Leaf(path) == name).Select(path => $"`{path}`").ToList();
        return elsewhere.Count > 0
            ? $"{message}; did you mean {Words.Or(elsewhere)}?"
            : $"{message}; expected {Words.Or(known.Select(member => $"`{member}`"))}";
    }
}
