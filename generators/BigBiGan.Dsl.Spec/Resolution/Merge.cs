using BigBiGan.Dsl.Spec.Diagnostics;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Resolution;

/// <summary>A child over its parent: mappings merge, everything else replaces, <c>key: ~</c> removes.</summary>
internal static class Merge
{
    private static readonly MappingNode Nothing = new(EquatableArray<KeyValue>.Empty, "");

    /// <summary>The merged tree of a chain, without the keys that are not inherited.</summary>
    /// <param name="files">From a spec to its root; each has a mapping.</param>
    public static MappingNode Chain(IEnumerable<SpecFile> files) =>
        files.Reverse().Aggregate(Nothing, (tree, file) => Over(tree, file, null));

    /// <summary>One more file over the merged tree of its bases.</summary>
    /// <param name="bases">Empty for a root.</param>
    /// <param name="file">Has a mapping.</param>
    /// <param name="findings">Of the file, for removals of what is not there.</param>
    public static MappingNode Over(MappingNode bases, SpecFile file, Findings? findings)
    {
        var inherited = file.Root!.Entries.Where(entry => SpecKeys.IsInherited(entry.Key)).ToEquatableArray();
        return Over(bases, file.Root with { Entries = inherited }, KeyPath.Root, findings);
    }

    /// <summary>One mapping over another, of which each key is told by its path.</summary>
    public static MappingNode Over(MappingNode parent, MappingNode child, string path, Findings? findings)
    {
        var entries = new List<KeyValue>(parent.Entries.Count + child.Entries.Count);
        foreach (var entry in parent.Entries)
        {
            entries.Add(entry);
        }

        foreach (var entry in child.Entries)
        {
            var childPath = KeyPath.Child(path, entry.Key);
            if (!SpecKeys.IsInherited(childPath))
            {
                continue; // an unknown key, and said so: nothing reads it
            }

            var index = IndexOf(entry.Key, entries);
            switch (entry.Value)
            {
                case ScalarNode { IsNull: true } when index >= 0:
                    entries.RemoveAt(index);
                    break;
                case ScalarNode { IsNull: true }:
                    findings?.AtKey(
                        Rule.NothingToRemove, childPath,
                        $"`{childPath}` is empty, which removes an inherited key, but no base has it; give a value or remove the line");
                    break;
                case var value:
                    var below = index >= 0 && entries[index].Value is MappingNode known ? known : Nothing;
                    var merged = new KeyValue(entry.Key, value is MappingNode mapping && SpecKeys.Members(childPath) is not null
                        ? Over(below, mapping, childPath, findings)
                        : value);
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

    private static int IndexOf(string key, List<KeyValue> entries)
    {
        var index = entries.Count - 1;
        while (index >= 0 && entries[index].Key != key)
        {
            index--;
        }

        return index;
    }
}
