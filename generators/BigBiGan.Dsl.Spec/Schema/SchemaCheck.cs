using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Values;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>One file's keys and values against the table of its kind; what a file may leave to its base is not asked for.</summary>
internal static class SchemaCheck
{
    public static void Run(MappingNode root, Findings findings)
    {
        CheckGroup(root, KeyPath.Root, SpecKeys.Table, findings);
        if (root[SpecKeys.Ablates.Path] is null)
        {
            return;
        }

        if (root[SpecKeys.Variant.Path] is null)
        {
            findings.AtKey(Rule.UnusedKey, SpecKeys.Ablates.Path, "`ablates` has no effect in a part; it compares a variant with its base");
        }
        else if (root[SpecKeys.Extends.Path] is null)
        {
            findings.AtKey(Rule.AblationBase, SpecKeys.Ablates.Path, "`ablates` needs a base to differ from; add `extends`");
        }
    }

    /// <summary>A grid or a calibration: it has no base, and whatever it needs stands in the file.</summary>
    public static void RunWhole(MappingNode root, KeySet keys, Findings findings)
    {
        CheckGroup(root, KeyPath.Root, keys, findings);
        foreach (var key in keys.All.Where(key => key.Presence == Presence.Required && root[key.Path] is null && !IsMisspelt(key, root, keys)))
        {
            findings.AtValue(Rule.MissingKey, keys.All[0].Path, $"`{key.Path}` is missing; expected something like `{key.Path}: {key.Example}`");
        }
    }

    /// <summary>One value of a spec's key or group, as an axis of a grid gives it; <c>~</c> removes.</summary>
    public static void CheckAt(SpecNode node, string path, Findings findings) => CheckEntry(node, path, SpecKeys.Table, findings);

    private static bool IsMisspelt(Key key, MappingNode root, KeySet keys) =>
        root.Entries.Any(entry => keys.Find(entry.Key) is null && keys.InGroup(entry.Key, KeyPath.Root) == key.Path);

    private static void CheckGroup(MappingNode mapping, string group, KeySet keys, Findings findings)
    {
        foreach (var entry in mapping.Entries)
        {
            var path = KeyPath.Child(group, entry.Key);
            if (keys.Find(path) is null && keys.Members(path) is null)
            {
                findings.AtKey(Rule.UnknownKey, path, keys.UnknownKey(entry.Key, group));
            }
            else
            {
                CheckEntry(entry.Value, path, keys, findings);
            }
        }
    }

    private static void CheckEntry(SpecNode node, string path, KeySet keys, Findings findings)
    {
        var key = keys.Find(path);
        var members = keys.Members(path);
        switch (node)
        {
            case ScalarNode { IsNull: true } when keys.IsRemovable(path):
                break; // `key: ~` removes an inherited key: known only with the base
            case MappingNode inner when members is not null:
                CheckGroup(inner, path, keys, findings);
                break;
            default:
                CheckValue(node, path, key, members, findings);
                break;
        }
    }

    private static void CheckValue(SpecNode node, string path, Key? key, IReadOnlyList<string>? members, Findings findings)
    {
        if (key is not null && (members is null || key.Type.Canonical(node) is not null))
        {
            key.Type.Check(node, path, findings);
            return;
        }

        var word = key is null ? "" : $", or {key.Type.Description}";
        var mend = key is not null && node is ScalarNode { Text: var text } && string.Equals(text, key.Example, StringComparison.OrdinalIgnoreCase)
            ? $"; did you mean `{key.Example}`?"
            : Mend.Of(node);
        findings.AtValue(
            Rule.WrongType, path,
            $"`{path}` is {NodeText.Of(node)}; expected a mapping of {Phrases.And(members!.Select(member => $"`{member}`"))}{word}{mend}");
    }
}
