using System.Text;
using BigBiGan.Dsl.Spec.Schema;
using BigBiGan.Dsl.Spec.Text;

namespace BigBiGan.Dsl.Docs;

/// <summary>A table of keys as a JSON Schema: completion, hover and red lines in editors that know YAML.</summary>
public static class JsonSchema
{
    /// <summary>Draft 7, which every editor knows. What a base may give is not required.</summary>
    public static string Write(KeySet keys)
    {
        var text = new StringBuilder();
        text.Append("{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n");
        // a title would stand in every hover
        Line(1, $"\"description\": \"{char.ToUpperInvariant(keys.Noun[0])}{keys.Noun.Substring(1)} of BigBiGan.Dsl: {keys.Page}\",", text);
        if (!keys.Inherits)
        {
            var required = keys.All.Where(key => key.Presence == Presence.Required && key.Segments.Length == 1).Select(key => JsonText.String(key.Path));
            Line(1, $"\"required\": [{string.Join(", ", required)}],", text);
        }

        Members(KeyPath.Root, 1, keys, text);
        var definitions = keys.All
            .SelectMany(key => TypeJson.Definitions(key.Type))
            .GroupBy(definition => definition.Name)
            .Select(group => group.First()).ToList();
        if (definitions.Count > 0)
        {
            text.Insert(text.Length - 1, ',');
            Line(1, "\"definitions\": {", text);
            Line(2, string.Join(",\n    ", definitions.Select(definition => $"{JsonText.String(definition.Name)}: {definition.Json}")), text);
            Line(1, "}", text);
        }

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
        Line(depth + 1, $"\"description\": {JsonText.String(key is null ? GroupText.Of(path, keys.Members(path)!) : Hover(key, keys.Members(path)))},", text);
        if (key is not null)
        {
            Values(key, depth + 1, text);
        }

        if (keys.Members(path) is null)
        {
            Line(depth + 1, $"\"anyOf\": [{TypeJson.Of(key!.Type)}{(keys.IsRemovable(path) ? ", { \"type\": \"null\" }" : "")}]", text);
        }
        else
        {
            // A group; `~` removes it, and some have a word of their own.
            Line(depth + 1, "\"anyOf\": [", text);
            if (keys.IsRemovable(path))
            {
                Line(depth + 2, "{ \"type\": \"null\" },", text);
            }

            if (key is not null)
            {
                Line(depth + 2, $"{TypeJson.Of(key.Type)},", text);
            }

            Line(depth + 2, "{", text);
            Members(path, depth + 3, keys, text);
            Line(depth + 2, "}", text);
            Line(depth + 1, "]", text);
        }

        Line(depth, "}" + end, text);
    }

    /// <summary>A default that no value of the key says (that of another key) stands in the description alone.</summary>
    private static void Values(Key key, int depth, StringBuilder text)
    {
        if (key.DefaultText is { } written && JsonValue.Parse(written) is { } value && key.Type.Canonical(value) is not null)
        {
            Line(depth, $"\"default\": {JsonValue.Of(value)},", text);
        }

        if (JsonValue.Parse(key.Example) is { } example)
        {
            Line(depth, $"\"examples\": [{JsonValue.Of(example)}],", text);
        }
    }

    private static string Hover(Key key, IReadOnlyList<string>? members)
    {
        var shape = members is null ? key.Type.Description : $"a group of {Phrases.And(members.Select(member => $"`{member}`"))}, or {key.Type.Description}";
        var value = $"{key.Description}. {char.ToUpperInvariant(shape[0])}{shape.Substring(1)}";
        var presence = key.Presence switch
        {
            Presence.OwnFile => "",
            Presence.Required => key.Precondition == Precondition.Nothing ? "; required" : $"; required {PreconditionText.With(key.Precondition)}",
            Presence.Optional => key.DefaultText is null ? "" : $"; default {key.DefaultText}",
        };
        return $"{value}{presence}.";
    }

    private static void Line(int depth, string line, StringBuilder text) => text.Append(' ', 2 * depth).Append(line).Append('\n');
}
