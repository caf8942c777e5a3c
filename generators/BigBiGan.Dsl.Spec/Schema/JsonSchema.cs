using System.Text;
using BigBiGan.Dsl.Spec.Yaml;

namespace BigBiGan.Dsl.Spec.Schema;

/// <summary>A table of keys as a JSON Schema: completion, hover and red lines in editors that know YAML.</summary>
public static class JsonSchema
{
    /// <summary>Draft 2020-12. Keys that a base may give are not required.</summary>
    public static string Write(KeySet keys)
    {
        var text = new StringBuilder();
        text.Append("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"BigBiGan.Dsl ").Append(keys.Inherits ? "spec" : "grid").Append("\",\n");
        Members(KeyPath.Root, 1, keys, text);
        return text.Append("}\n").ToString();
    }

    private static void Members(string group, int depth, KeySet keys, StringBuilder text)
    {
        Line(depth, "\"type\": \"object\",", text);
        Line(depth, "\"additionalProperties\": false,", text);
        Line(depth, "\"properties\": {", text);
        var names = keys.Members(group)!;
        for (var i = 0; i < names.Count; i++)
        {
            Member(KeyPath.Child(group, names[i]), depth + 1, i == names.Count - 1 ? "" : ",", keys, text);
        }

        Line(depth, "}", text);
    }

    private static void Member(string path, int depth, string end, KeySet keys, StringBuilder text)
    {
        var key = keys.Find(path);
        Line(depth, $"{JsonText.String(KeyPath.Leaf(path))}: {{", text);
        if (key is not null)
        {
            Line(depth + 1, $"\"description\": {JsonText.String(Hover(key))},", text);
        }

        if (keys.Members(path) is null)
        {
            Line(depth + 1, $"\"anyOf\": [{key!.Shape.Json}{(keys.IsRemovable(path) ? ", { \"type\": \"null\" }" : "")}]", text);
        }
        else
        {
            // A group; `~` removes it, and E has a word of its own.
            Line(depth + 1, "\"anyOf\": [", text);
            if (keys.IsRemovable(path))
            {
                Line(depth + 2, "{ \"type\": \"null\" },", text);
            }

            if (key is not null)
            {
                Line(depth + 2, $"{key.Shape.Json},", text);
            }

            Line(depth + 2, "{", text);
            Members(path, depth + 3, keys, text);
            Line(depth + 2, "}", text);
            Line(depth + 1, "]", text);
        }

        Line(depth, "}" + end, text);
    }

    private static string Hover(Key key)
    {
        var value = $"{key.Description}. {char.ToUpperInvariant(key.Shape.Description[0])}{key.Shape.Description.Substring(1)}";
        return key.DefaultText is null ? $"{value}." : $"{value}; default {key.DefaultText}.";
    }

    private static void Line(int depth, string line, StringBuilder text) => text.Append(' ', 2 * depth).Append(line).Append('\n');
}
