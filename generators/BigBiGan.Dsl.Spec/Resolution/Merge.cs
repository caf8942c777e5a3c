using BigBiGan.Dsl.Spec.Rules;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>A child over its parent: mappings merge, everything else replaces, <c>key: ~</c> removes.</summary>
internal static class Merge
{
    private static readonly MappingNode Nothing = new(EquatableArray<KeyValue>.Empty, "");

    /// <summary>The merged tree of a chain, from its root down to the spec itself, without the keys that are not inherited.</summary>
    /// <param name="files">From the spec to its root; each has a mapping.</param>
    /// <param name="findings">Of the spec itself.</param>
    public static MappingNode Chain(IReadOnlyList<SpecFile> files, Findings? findings)
    {
        var tree = Nothing;
        for (var i = files.Count - 1; i >= 0; i--)
        {
            var root = files[i].Root!;
            var inherited = root.Entries.Where(entry => SpecKeys.Find(entry.Key)?.Presence != Presence.OwnFile).ToEquatableArray();
            tree = Over(tree, root with { Entries = inherited }, KeyPath.Root, i == 0 ? findings : null);
        }

        return tree;
    }

    private static MappingNode Over(MappingNode parent, MappingNode child, string path, Findings? findings)
    {
        var entries = parent.Entries.ToList();
        foreach (var entry in child.Entries)
        {
            var index = entries.FindIndex(known => known.Key == entry.Key);
            var childPath = KeyPath.Child(path, entry.Key);
            switch (entry.Value)
            {
                case ScalarNode { IsNull: true } when index >= 0:
                    entries.RemoveAt(index);
                    break;
                case ScalarNode { IsNull: true }:
                    findings?.AtKey(Rule.NothingToRemove, childPath, $"`{childPath}` is empty, which removes an inherited key, but no base has it; give a value or remove the line");
                    break;
                case var value:
                    var below = index >= 0 && entries[index].Value is MappingNode known ? known : Nothing;
                    var merged = new KeyValue(entry.Key, value is MappingNode mapping ? Over(below, mapping, childPath, findings) : value);
                    if (index >= 0)
                    {
                        entries[index] = merged;
                    }
                    else
                    {
                        entries.Add(merged);
                    }

                    break;
            }
        }

        return new MappingNode(entries.ToEquatableArray(), child.File);
    }
}
